package dev.pagurus.tck;

import dev.pagurus.tck.groups.Group;
import dev.pagurus.tck.stage.NeedsDisk;
import dev.pagurus.tck.stage.Rule;
import dev.pagurus.tck.stage.TestStore;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One test of a group.
 *
 * @param id the group and the method
 * @param rules the rules that it proves, one or more
 * @param needsDisk whether it asks what outlives a process
 * @param method what to call
 */
record TestCase(String id, List<String> rules, boolean needsDisk, Method method) {

  /** All tests of all groups, in order; each is checked, so that none can be lost by a slip. */
  static List<TestCase> all(Manifest manifest) {
    List<TestCase> all = new ArrayList<>();
    for (Group group : Group.values()) {
      all.addAll(of(group.name(), group.classes(), manifest));
    }
    return all;
  }

  static List<TestCase> of(String group, List<Class<?>> classes, Manifest manifest) {
    List<TestCase> tests = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Class<?> type : classes) {
      // Reflection gives no order of its own; names give one that is the same everywhere.
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Rule.class))
          .sorted(Comparator.comparing(Method::getName))
          .forEach(method -> tests.add(of(group, type, method, manifest)));
    }
    for (TestCase test : tests) {
      if (!names.add(test.id())) {
        throw new IllegalStateException("two tests are called " + test.id());
      }
    }
    if (tests.isEmpty()) {
      throw new IllegalStateException("the group " + group + " has no tests");
    }
    return tests;
  }

  private static TestCase of(String group, Class<?> type, Method method, Manifest manifest) {
    String id = group + "." + method.getName();
    List<String> rules = List.of(method.getAnnotation(Rule.class).value());
    if (!Arrays.equals(method.getParameterTypes(), new Class<?>[] {TestStore.class})) {
      throw new IllegalStateException(id + " must take a TestStore and nothing else");
    }
    if (rules.isEmpty() || !rules.stream().allMatch(manifest::has)) {
      throw new IllegalStateException(
          id + " names no rule, or one that the manifest does not have: " + rules);
    }
    boolean needsDisk =
        method.isAnnotationPresent(NeedsDisk.class) || type.isAnnotationPresent(NeedsDisk.class);
    return new TestCase(id, rules, needsDisk, method);
  }

  String group() {
    return id.substring(0, id.indexOf('.'));
  }

  /** The test's name as words: {@code deleteAnswersFalse} is "delete answers false". */
  String words() {
    return method
        .getName()
        .replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  void run(TestStore store) throws Throwable {
    Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
    constructor.setAccessible(true);
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance(), store);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
