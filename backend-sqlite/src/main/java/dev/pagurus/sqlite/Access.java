package dev.pagurus.sqlite;

import dev.pagurus.query.Filter;
import dev.pagurus.spi.Plan;
import java.util.List;

/**
 * How a request is answered.
 *
 * @param served what indexes answer
 * @param residual what is left to judge
 * @param ordered whether the rows come in the order asked for
 * @param positioned whether rows up to the position asked for are left out
 * @param segments the statements, one after the other; none if nothing can be found
 * @param counted the rows without order, for counting; only meaningful without a position
 */
record Access(
    List<Plan.Served> served,
    Filter residual,
    boolean ordered,
    boolean positioned,
    List<Segment> segments,
    Segment counted) {

  Plan plan(String detail) {
    return new Plan(served, residual, ordered, positioned, detail);
  }
}
