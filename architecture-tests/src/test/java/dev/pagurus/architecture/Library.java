package dev.pagurus.architecture;

import java.util.List;

/** The libraries of the house, by the packages they consist of. */
enum Library {
  JACKSON("tools.jackson", "com.fasterxml.jackson.annotation"),
  JDBC("java.sql", "javax.sql", "org.sqlite"),
  JDI("com.sun.jdi"),
  JMH("org.openjdk.jmh"),
  JUNIT("org.junit", "org.opentest4j", "org.apiguardian"),
  LUCENE("org.apache.lucene"),
  TERMINAL("picocli", "me.tongfei.progressbar", "org.jline"),
  TOML("org.tomlj");

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> packages;

  Library(String... packages) {
    this.packages = List.of(packages);
  }

  boolean contains(String packageName) {
    return packages.stream().anyMatch(root -> isWithin(packageName, root));
  }

  /**
   * What every room may use: the JDK without its access to databases and its logger, and JSpecify.
   */
  static boolean isCommon(String packageName) {
    return (isWithin(packageName, "java") && !JDBC.contains(packageName) && !isLogging(packageName))
        || isWithin(packageName, "javax.management") // with java.lang.management, one of its parts
        || isWithin(packageName, "org.jspecify");
  }

  static boolean isLogging(String packageName) {
    return isWithin(packageName, "java.util.logging")
        || isWithin(packageName, "org.slf4j")
        || isWithin(packageName, "org.apache.logging")
        || isWithin(packageName, "org.apache.commons.logging");
  }

  private static boolean isWithin(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
