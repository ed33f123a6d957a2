package dev.pagurus.tck.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pagurus.Document;
import dev.pagurus.Page;
import dev.pagurus.StoreException;
import dev.pagurus.document.Body;
import dev.pagurus.document.Values;
import dev.pagurus.spi.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tests say often. Message texts are never looked at. */
public final class Expect {

  private Expect() {}

  /**
   * A JSON object.
   *
   * @param text JSON in which apostrophes stand for double quotes: {@code {'a':1}}
   * @return the object, the caller's own
   */
  public static ObjectNode json(String text) {
    return Body.parse(text.replace('\'', '"')).toTree();
  }

  /**
   * A call that must fail with a code.
   *
   * @param code which
   * @param call the call
   * @return the error, to look closer at
   */
  public static StoreException fails(ErrorCode code, Executable call) {
    StoreException error = assertThrows(StoreException.class, call);
    if (error.code() != code) {
      throw new AssertionError("expected the error " + code + ", got " + error.code(), error);
    }
    return error;
  }

  /**
   * A call that must fail with a code and name a document.
   *
   * @param code which
   * @param user whose
   * @param collection where
   * @param id of which document
   * @param call the call
   * @return the error, to look closer at
   */
  public static StoreException failsAt(
      ErrorCode code, String user, String collection, String id, Executable call) {
    StoreException error = fails(code, call);
    assertEquals(Optional.of(user), error.user(), "the user that the error names");
    assertEquals(
        Optional.of(collection), error.collection(), "the collection that the error names");
    assertEquals(Optional.of(id), error.id(), "the id that the error names");
    return error;
  }

  /**
   * Two bodies that must be the same by the contract (DOC-3).
   *
   * @param expected one
   * @param actual the other
   */
  public static void same(JsonNode expected, JsonNode actual) {
    if (!Values.equal(expected, actual)) {
      fail("expected " + expected + ", got " + actual);
    }
  }

  /**
   * A document that must be there.
   *
   * @param found what a get answered
   * @param <T> the type of its body
   * @return the document
   */
  public static <T> Document<T> there(Optional<Document<T>> found) {
    return found.orElseGet(() -> fail("expected a document, found none"));
  }

  /**
   * The ids of a page.
   *
   * @param page any page without damage
   * @return its ids, in order
   */
  public static List<String> ids(Page<?> page) {
    assertEquals(List.of(), page.damaged(), "damaged documents");
    return page.documents().stream().map(Document::id).toList();
  }
}
