package dev.pagurus.tck.groups;

import dev.pagurus.tck.model.Duel;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;

/** Random finds, over random documents and indexes, must answer as the reference does. */
final class QueryDifferential {

  @Rule({"QUERY-1", "QUERY-2", "QUERY-3", "QUERY-4", "QUERY-5", "QUERY-6", "QUERY-8", "TEXT-2"})
  void randomFindsAnswerAsTheReferenceDoes(TestStore test) {
    new Duel(test).finds(test.rounds(8), 50);
  }
}
