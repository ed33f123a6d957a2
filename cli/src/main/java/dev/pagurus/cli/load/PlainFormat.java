package dev.pagurus.cli.load;

import dev.pagurus.Store;
import dev.pagurus.StoreException;
import dev.pagurus.WriteBatch;
import dev.pagurus.document.Body;
import dev.pagurus.document.FieldPath;
import dev.pagurus.document.Names;
import dev.pagurus.spi.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lines that are documents as they stand. The user is fixed or in a field, the id in a field or
 * new; the fields stay in the document.
 *
 * @param collection where the documents go
 * @param user the user of all, null if a field names it
 * @param userField the field that names the user, null if it is fixed
 * @param idField the field that names the id, null for new ids
 */
public record PlainFormat(
    String collection,
    @Nullable String user,
    @Nullable FieldPath userField,
    @Nullable FieldPath idField)
    implements Format {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a name is not allowed, or not one of {@code user} and
   *     {@code userField} is there
   */
  public PlainFormat {
    Names.requireCollection(collection);
    if ((user == null) == (userField == null)) {
      throw new IllegalArgumentException("either a user or a field that names it is needed");
    }
    if (user != null) {
      Names.requireUser(user);
    }
  }

  @Override
  public Item parse(Line line) {
    Body body = Body.parse(line.bytes());
    JsonNode root = body.root();
    String owner = user != null ? user : Names.requireUser(name(root, userField, "user"));
    String id = idField == null ? null : Names.requireId(name(root, idField, "id"));
    return new Item(
        line, owner, collection, id, Weights.waiting(body), null, Weights.toWait(line, body));
  }

  private static String name(JsonNode root, @Nullable FieldPath field, String what) {
    JsonNode value = field == null ? null : field.in(root);
    if (value == null) {
      throw new IllegalArgumentException("the field " + field + " for the " + what + " is missing");
    }
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isIntegralNumber()) {
      return Long.toString(value.longValue());
    }
    throw new IllegalArgumentException(
        "the field "
            + field
            + " for the "
            + what
            + " is neither a string nor an integer, but "
            + kind(value));
  }

  private static String kind(JsonNode value) {
    if (value.isNull()) {
      return "null";
    }
    return value.isContainer() ? "an array or an object" : value.toString();
  }

  @Override
  public void write(Store store, String owner, List<Item> items) throws Refused {
    WriteBatch batch = store.user(owner).batch();
    Map<String, Item> byId = new HashMap<>();
    for (Item item : items) {
      try {
        byId.put(add(batch, item), item);
      } catch (StoreException e) {
        throw refusal(e, item);
      }
    }
    try {
      batch.commit();
    } catch (StoreException e) {
      throw refusal(e, e.id().map(byId::get).orElse(null));
    }
  }

  private static String add(WriteBatch batch, Item item) {
    String id = item.id();
    if (id == null) {
      return batch.create(item.collection(), item.body());
    }
    batch.put(item.collection(), id, item.body());
    return id;
  }

  private static Refused refusal(StoreException e, @Nullable Item item) {
    if (e.code() == ErrorCode.UNIQUE_VIOLATION || e.code() == ErrorCode.INVALID) {
      return new Refused(item, e);
    }
    throw e;
  }
}
