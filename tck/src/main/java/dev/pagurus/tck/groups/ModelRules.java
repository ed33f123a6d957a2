package dev.pagurus.tck.groups;

import dev.pagurus.tck.model.Duel;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;

/** Random programs of everything that can be done to a store must answer as the reference does. */
final class ModelRules {

  @Rule({
    "DOC-3", "DOC-4", "REV-1", "REV-2", "REV-3", "REV-4", "CRUD-1", "CRUD-2", "CRUD-3", "CRUD-4",
    "CRUD-5", "BATCH-2", "BATCH-4", "QUERY-1", "QUERY-2", "QUERY-3", "QUERY-4", "QUERY-5",
    "QUERY-6", "QUERY-8", "TEXT-2", "INDEX-1", "INDEX-2", "INDEX-3", "FEED-1", "FEED-2", "FEED-3",
    "FEED-4", "USER-2", "USER-3", "LIFE-1"
  })
  void randomProgramsAnswerAsTheReferenceDoes(TestStore test) {
    new Duel(test).mixed(test.rounds(40), 60);
  }
}
