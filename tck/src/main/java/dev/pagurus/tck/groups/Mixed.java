package dev.pagurus.tck.groups;

import dev.pagurus.UserStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of every kind in the order of QUERY-4, in ranks: what is in one rank sorts as equal. The
 * order is written down here by hand, so that it is no part of the kit that is believed.
 */
final class Mixed {

  private static final List<List<JsonNode>> RANKS = ranks();

  private Mixed() {}

  private static List<List<JsonNode>> ranks() {
    List<List<JsonNode>> ranks = new ArrayList<>();
    ranks.add(List.of(JsonNodeFactory.instance.missingNode()));
    for (String rank :
        List.of(
            "[null]",
            "[false]",
            "[true]",
            "[-1.7976931348623157e308]",
            "[-9223372036854775808,-9223372036854775808.0]",
            "[-9223372036854775807]",
            "[-9007199254740993]",
            "[-9007199254740992,-9007199254740992.0]",
            "[-2.5]",
            "[-1,-1.0]",
            "[-5e-324]",
            "[0,0.0,-0.0]",
            "[5e-324]",
            "[0.1]",
            "[0.30000000000000004]",
            "[1,1.0]",
            "[2]",
            "[10]",
            "[9007199254740991]",
            "[9007199254740992,9007199254740992.0]",
            "[9007199254740993]",
            "[9007199254740994,9007199254740994.0]",
            "[9223372036854775807]",
            "[9223372036854775808.0]",
            "[1e300]",
            "['']",
            "[' ']",
            "['1']",
            "['10']",
            "['2']",
            "['A']",
            "['Z']",
            "['a']",
            "['a ']",
            "['aB']",
            "['ab']",
            "['b']",
            "['true']",
            "['\u00e9']",
            "['\ue000']",
            "['\uffff']",
            "['\ud83e\udd80']",
            "[[],{},[1],['z'],{'a':1},[[]],{'':null}]")) {
      ranks.add(Stock.values(rank));
    }
    return ranks;
  }

  /** The values rank by rank, from the lowest. */
  static List<List<JsonNode>> inRanks() {
    return RANKS;
  }

  /** All values, a missing one as a missing node, in order. */
  static List<JsonNode> values() {
    return RANKS.stream().flatMap(List::stream).toList();
  }

  /**
   * Puts two documents for every value into a collection, so that there are ties everywhere, with
   * the value at one key, and answers their ids rank by rank. The order of ids has nothing to do
   * with that of values.
   */
  static List<List<String>> put(UserStore user, String collection, String key) {
    List<List<String>> ids = new ArrayList<>();
    Map<String, ObjectNode> bodies = new TreeMap<>();
    int number = 0;
    for (List<JsonNode> rank : RANKS) {
      List<String> ofRank = new ArrayList<>();
      for (int twin = 0; twin < 2; twin++) {
        for (JsonNode value : rank) {
          String id = Stock.id(number++ * 4_441 % 9_973);
          bodies.put(id, body(key, value));
          ofRank.add(id);
        }
      }
      ids.add(Stock.sorted(ofRank.stream()));
    }
    Stock.put(user, collection, bodies);
    return ids;
  }

  static ObjectNode body(String key, JsonNode value) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!value.isMissingNode()) {
      body.set(key, value);
    }
    return body;
  }

  /** From the lowest rank to the highest; ids ascend within a rank. */
  static List<String> up(List<List<String>> ranks) {
    return ranks.stream().flatMap(List::stream).toList();
  }

  /** From the highest rank to the lowest; ids ascend within a rank all the same. */
  static List<String> down(List<List<String>> ranks) {
    List<List<String>> turned = new ArrayList<>(ranks);
    Collections.reverse(turned);
    return up(turned);
  }
}
