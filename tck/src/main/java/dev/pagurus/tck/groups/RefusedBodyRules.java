package dev.pagurus.tck.groups;

import static dev.pagurus.tck.stage.Expect.fails;
import static dev.pagurus.tck.stage.Expect.json;
import static dev.pagurus.tck.stage.Expect.there;
import static dev.pagurus.tck.stage.TestStore.COLLECTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pagurus.DocumentCollection;
import dev.pagurus.StoreException;
import dev.pagurus.document.InvalidDocumentException;
import dev.pagurus.spi.ErrorCode;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies that hold what is no value are refused. */
final class RefusedBodyRules {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Rule({"DOC-2", "LIFE-5"})
  void whatIsNoValueIsRefusedWithItsPointer(TestStore test) {
    Map<String, JsonNode> offenders = new LinkedHashMap<>();
    offenders.put("NaN", NODES.numberNode(Double.NaN));
    offenders.put("infinite", NODES.numberNode(Double.NEGATIVE_INFINITY));
    offenders.put("float", NODES.numberNode(Float.POSITIVE_INFINITY));
    offenders.put("2^63", NODES.numberNode(BigInteger.ONE.shiftLeft(63)));
    offenders.put("-2^63-1", NODES.numberNode(BigInteger.ONE.shiftLeft(63).not()));
    offenders.put("2^53+1 as a decimal", NODES.numberNode(new BigDecimal("9007199254740993.0")));
    offenders.put("rounded", NODES.numberNode(new BigDecimal("0.12345678901234567890123")));
    offenders.put("too large", NODES.numberNode(new BigDecimal("1E+400")));
    offenders.put("too small", NODES.numberNode(new BigDecimal("1E-400")));
    offenders.put("high surrogate", NODES.stringNode("a\ud83e"));
    offenders.put("low surrogate", NODES.stringNode("\udd80a"));
    offenders.put("NUL", NODES.stringNode("a\u0000b"));
    offenders.put("bytes", NODES.binaryNode(new byte[] {1}));
    offenders.put("POJO", NODES.pojoNode(new Object()));
    offenders.put("key with NUL", NODES.objectNode().put("a\u0000", 1));
    offenders.put("key with a surrogate", NODES.objectNode().put("\ud83e", 1));
    test.docs().put("old", json("{'n':1}"));
    Portrait before = Portrait.of(test.user(), COLLECTION);
    offenders.forEach(
        (name, offender) -> {
          ObjectNode body = json("{'list':[0,{}]}");
          ((ObjectNode) body.get("list").get(1)).set("a/b", offender);
          assertRefused(test, name, body, "/list/1/a~1b");
        });
    assertEquals(before, Portrait.of(test.user(), COLLECTION));
  }

  private static void assertRefused(TestStore test, String name, ObjectNode body, String pointer) {
    List<Executable> calls =
        List.of(
            () -> test.docs().create("new", body),
            () -> test.docs().put("old", body),
            () -> test.docs().replace("old", body),
            () -> test.docs().update("old", any -> body),
            () -> test.user().batch().delete(COLLECTION, "old").put(COLLECTION, "b", body),
            () -> test.user().transaction(tx -> tx.collection(COLLECTION).put("old", body)));
    for (Executable call : calls) {
      StoreException error = fails(ErrorCode.INVALID, call);
      InvalidDocumentException cause =
          assertInstanceOf(InvalidDocumentException.class, error.getCause(), name);
      assertTrue(cause.pointer().startsWith(pointer), name + " at " + cause.pointer());
    }
    fails(ErrorCode.INVALID, () -> test.docs().patch("old", body));
  }

  /** A value of an application. */
  record Measured(String name, double value, List<String> notes) {}

  @Rule({"DOC-2", "DOC-3"})
  void valuesOfAnApplicationAreHeldToTheSame(TestStore test) {
    DocumentCollection<Measured> typed = test.user().collection(COLLECTION, Measured.class);
    Measured fine = new Measured("\ud83e\udd80", 0.1, List.of("", "\n"));
    typed.put("a", fine);
    assertEquals(fine, there(typed.get("a")).value());
    List<Measured> bad =
        List.of(
            new Measured("a", Double.NaN, List.of()),
            new Measured("a", Double.POSITIVE_INFINITY, List.of()),
            new Measured("\ud83e", 1, List.of()),
            new Measured("a", 1, List.of("fine", "\u0000")));
    for (Measured value : bad) {
      fails(ErrorCode.INVALID, () -> typed.put("a", value));
    }
    assertEquals(fine, there(typed.get("a")).value());
    assertEquals(1, test.user().revision());
  }
}
