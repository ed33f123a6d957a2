package dev.pagurus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the real code, without its tests, to the rules. */
final class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // What JMH generates for the benchmarks is nobody's to mend.
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages(Room.HOUSE);

  /** So that no rule holds only because there is nothing to judge. */
  @Test
  void plannedRoomsAreEmptyAndTheOthersAreNot() {
    Set<Room> inhabited =
        Arrays.stream(Room.values()).filter(HouseRulesTest::hasCode).collect(Collectors.toSet());
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(Room.PLANNED)), inhabited);
  }

  private static boolean hasCode(Room room) {
    return HOUSE.stream()
        .anyMatch(
            c -> room.contains(c.getPackageName()) && !c.getSimpleName().equals("package-info"));
  }

  @TestFactory
  Stream<DynamicTest> everyRoomUsesOnlyWhatItMay() {
    return Arrays.stream(Room.values())
        .filter(room -> !Room.PLANNED.contains(room))
        .map(room -> dynamicTest(room.packageName(), () -> check(room)));
  }

  private static void check(Room room) {
    HouseRules.usesOnlyWhatItMay(room).check(HOUSE);
  }

  @Test
  void everyPackageIsOnThePlan() {
    check(HouseRules.EVERY_PACKAGE_IS_ON_THE_PLAN);
  }

  @Test
  void everyPackageIsNullMarked() {
    check(HouseRules.EVERY_PACKAGE_IS_NULL_MARKED);
  }

  @Test
  void backendsAreModest() {
    check(HouseRules.BACKENDS_ARE_MODEST);
  }

  @Test
  void librariesDoNotPrint() {
    check(HouseRules.LIBRARIES_DO_NOT_PRINT);
  }

  @Test
  void noOtherLogger() {
    check(HouseRules.NO_OTHER_LOGGER);
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}
