package dev.pagurus.tck.stage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a group a test, and names the rules that it proves. The method takes a {@link
 * TestStore}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {

  /** One or more ids of the manifest, such as {@code QUERY-3}. */
  String[] value();
}
