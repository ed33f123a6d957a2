package dev.pagurus.spi;

import dev.pagurus.query.Filter;
import java.util.List;

/**
 * How a backend answers a request (QUERY-7).
 *
 * @param served the parts of the filter that an index answers exactly, empty for a scan
 * @param residual what is left to judge, {@link Filter#all()} if nothing
 * @param ordered whether rows come in the order asked for, the id breaking ties
 * @param positioned whether rows up to the position asked for are already left out
 * @param detail the engine's own account of the plan, for people; may be empty
 */
public record Plan(
    List<Served> served, Filter residual, boolean ordered, boolean positioned, String detail) {

  /** Copies. */
  public Plan {
    served = List.copyOf(served);
  }

  /**
   * Whether every document of the collection is looked at.
   *
   * @return true if no index serves any part
   */
  public boolean isScan() {
    return served.isEmpty();
  }

  /**
   * The plan of a backend that looks at every document in id order.
   *
   * @param request what is asked
   * @return a plan in which everything is left
   */
  public static Plan scan(FindRequest request) {
    return new Plan(
        List.of(), request.filter(), request.order().isEmpty(), false, "scan in id order");
  }

  /**
   * A part of a filter that an index answers exactly, or an order that it gives.
   *
   * @param index the name of the index, see {@link IndexDefinition#name()}
   * @param part the part as text: a filter, or "order by ..."
   */
  public record Served(String index, String part) {}
}
