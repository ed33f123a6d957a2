package dev.pagurus;

import dev.pagurus.document.Names;
import dev.pagurus.document.Utf8;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a store is and how to open it, as one line: {@code name:location?key=value&key=value}, such
 * as {@code sqlite:places.db?durability=relaxed}.
 *
 * <p>The location is everything between the first colon and the first question mark, taken as it
 * is, so {@code sqlite:C:\data\places.db} needs no care; but {@code %3F} stands for a question mark
 * and {@code %25} for a percent sign. Behind the question mark, keys and values are percent-encoded
 * UTF-8, and a plus sign is a plus sign.
 *
 * @param backend the name of the backend: two or more lower case letters, digits and hyphens
 * @param location where the store is, in the backend's own terms; may be empty; without control
 *     characters
 * @param settings as they were written, in order; whether they can be is judged when the store is
 *     opened
 */
public record Locator(String backend, String location, Map<String, String> settings) {

  private static final Pattern BACKEND = Pattern.compile("[a-z][a-z0-9-]+");
  private static final Pattern WINDOWS_PATH = Pattern.compile("[A-Za-z]:[\\\\/].*");
  private static final Pattern ESCAPES = Pattern.compile("%25|%3F|%3f");

  /**
   * Checks and copies.
   *
   * @throws StoreException INVALID if no text could say this
   */
  public Locator {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    String text = backend + ":" + location;
    if (!isBackendName(backend)) {
      throw invalid(
          text, "the name of a backend is two or more lower case letters, digits and hyphens");
    }
    requireText(text, location);
    settings.forEach((key, value) -> requireUnicode(text, key + "=" + value));
    if (settings.containsKey("")) {
      throw invalid(text, "a setting has an empty name");
    }
  }

  /**
   * Reads a locator.
   *
   * @param text for example {@code sqlite:places.db}
   * @return the locator
   * @throws StoreException INVALID if it is not one; the message says why, and which backends there
   *     are if it names none
   */
  public static Locator parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || WINDOWS_PATH.matcher(text).matches()) {
      throw invalid(
          text,
          "it must begin with the name of a backend and a colon, as in sqlite:places.db ("
              + Backends.summary()
              + ")");
    }
    int question = text.indexOf('?', colon);
    String location = text.substring(colon + 1, question < 0 ? text.length() : question);
    Map<String, String> settings = new LinkedHashMap<>();
    if (question >= 0 && question + 1 < text.length()) {
      for (String pair : text.substring(question + 1).split("&", -1)) {
        addSetting(text, pair, settings);
      }
    }
    return new Locator(text.substring(0, colon), decodeLocation(location), settings);
  }

  static boolean isBackendName(String name) {
    return BACKEND.matcher(name).matches();
  }

  private static void addSetting(String text, String pair, Map<String, String> settings) {
    int equals = pair.indexOf('=');
    if (equals <= 0) {
      throw invalid(
          text, Names.quote(pair) + " behind the question mark is not of the form key=value");
    }
    String key = decode(text, pair.substring(0, equals));
    if (settings.put(key, decode(text, pair.substring(equals + 1))) != null) {
      throw invalid(text, "the setting " + Names.quote(key) + " is given twice");
    }
  }

  private static String decodeLocation(String location) {
    // One pass, so that what %25 stands for is not decoded again.
    return ESCAPES.matcher(location).replaceAll(match -> match.group().equals("%25") ? "%" : "?");
  }

  private static String decode(String text, String encoded) {
    requireUnicode(text, encoded);
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] != '%') {
        decoded.put(bytes[at++]);
        continue;
      }
      int high = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
      int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw invalid(
            text, "a % behind the question mark must be followed by two hexadecimal digits");
      }
      decoded.put((byte) (high << 4 | low));
      at += 3;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw invalid(text, "what is percent-encoded behind the question mark is not UTF-8");
    }
  }

  private static void requireText(String text, String location) {
    requireUnicode(text, location);
    if (location.chars().anyMatch(Character::isISOControl)) {
      throw invalid(text, "the location has a control character");
    }
  }

  private static void requireUnicode(String text, String part) {
    if (Utf8.indexOfLoneSurrogate(part) >= 0) {
      throw invalid(text, "it is not valid Unicode: it has an unpaired surrogate");
    }
  }

  private static StoreException invalid(String text, String reason) {
    return Calls.of("open")
        .invalid(
            new IllegalArgumentException("not a locator: " + Names.quote(text) + ": " + reason));
  }

  /** The locator as text; {@link #parse} reads it back. */
  @Override
  public String toString() {
    String start = backend + ":" + location.replace("%", "%25").replace("?", "%3F");
    return settings.isEmpty()
        ? start
        : settings.entrySet().stream()
            .map(setting -> encode(setting.getKey()) + "=" + encode(setting.getValue()))
            .collect(Collectors.joining("&", start + "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
