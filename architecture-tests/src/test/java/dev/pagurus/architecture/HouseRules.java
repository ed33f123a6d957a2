package dev.pagurus.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/**
 * The rules that follow from the plan in {@link Room}. Each fails when it finds nothing to judge.
 */
final class HouseRules {
  /** No package appears beside the plan, where no rule would look at it. */
  static final ArchRule EVERY_PACKAGE_IS_ON_THE_PLAN =
      classes()
          .that(describe("are in the house", HouseRules::isInHouse))
          .should(be("in a room of the plan", c -> Room.of(c.getPackageName()).isPresent()));

  /** NullAway looks at {@code @NullMarked} packages only. */
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .that(describe("are in the house", HouseRules::isInHouse))
          .should(be("in a @NullMarked package", HouseRules::isInNullMarkedPackage));

  /** A backend's provider and settings are all that the world sees of it. */
  static final ArchRule BACKENDS_ARE_MODEST =
      classes()
          .that(describe("are public in a backend", HouseRules::isPublicInBackend))
          .should(be("a provider or settings", HouseRules::isProviderOrSettings));

  /** What goes to the standard streams is a program's to say. */
  static final ArchRule LIBRARIES_DO_NOT_PRINT =
      noClasses()
          .that(describe("are in a library", HouseRules::isInLibrary))
          .should(ACCESS_STANDARD_STREAMS);

  /** {@code System.Logger} is the one logger, so that an application chooses where logs go. */
  static final ArchRule NO_OTHER_LOGGER =
      noClasses()
          .that(describe("are in the house", HouseRules::isInHouse))
          .should()
          .dependOnClassesThat(
              describe("are a logging library's", c -> Library.isLogging(packageOf(c))));

  private static final String PROVIDER = "dev.pagurus.spi.BackendProvider";

  private HouseRules() {}

  /** A room's code uses the rooms and libraries that the plan allows it, and nothing else. */
  static ArchRule usesOnlyWhatItMay(Room room) {
    return noClasses()
        .that(describe("are in " + room.packageName(), c -> room.contains(c.getPackageName())))
        .should()
        .dependOnClassesThat(
            describe(
                "the plan keeps from " + room.packageName(),
                c -> !c.getBaseComponentType().isPrimitive() && !room.mayUse(packageOf(c))));
  }

  private static boolean isInHouse(JavaClass c) {
    return Room.isInHouse(c.getPackageName());
  }

  private static boolean isInNullMarkedPackage(JavaClass c) {
    return c.getPackage().isAnnotatedWith(NullMarked.class);
  }

  /**
   * Packages below a backend's own are not exported, so what is public there is not the world's.
   */
  private static boolean isPublicInBackend(JavaClass c) {
    return Room.BACKENDS.stream().anyMatch(room -> room.packageName().equals(c.getPackageName()))
        && isPublic(c);
  }

  /** A nested class is as public as the classes around it. */
  private static boolean isPublic(JavaClass c) {
    return c.getModifiers().contains(JavaModifier.PUBLIC)
        && c.getEnclosingClass().map(HouseRules::isPublic).orElse(true);
  }

  private static boolean isProviderOrSettings(JavaClass c) {
    return c.isAssignableTo(PROVIDER) || c.getSimpleName().endsWith("Settings");
  }

  private static boolean isInLibrary(JavaClass c) {
    return isInHouse(c) && Room.of(c.getPackageName()).filter(Room.PROGRAMS::contains).isEmpty();
  }

  private static String packageOf(JavaClass c) {
    return c.getBaseComponentType().getPackageName();
  }

  private static ArchCondition<JavaClass> be(String what, Predicate<JavaClass> holds) {
    return new ArchCondition<>("be " + what) {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        String found = c.getName() + (holds.test(c) ? " is " : " is not ") + what;
        events.add(new SimpleConditionEvent(c, holds.test(c), found));
      }
    };
  }
}
