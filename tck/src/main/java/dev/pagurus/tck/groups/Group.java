package dev.pagurus.tck.groups;

import java.util.List;

/** The groups of tests, in the order in which they run: first what the later ones build on. */
public enum Group {
  LIFECYCLE(LifecycleRules.class, PlaceRules.class, SealRules.class),
  ADDRESS(AddressRules.class, OrderOfAddressRules.class),
  FIDELITY(FidelityRules.class, RefusedBodyRules.class),
  CRUD(CrudRules.class),
  REVISION(RevisionRules.class, TimeRules.class),
  BATCH(BatchRules.class, BatchFailureRules.class),
  TRANSACTION(TransactionRules.class, TransactionReadRules.class),
  QUERY(
      QueryRules.class,
      FilterRules.class,
      PathRules.class,
      ComparisonRules.class,
      SortRules.class,
      LanguageRules.class,
      ResidualRules.class,
      QueryDifferential.class),
  TEXT(TextRules.class, TextQueryRules.class, TextScriptRules.class, TextIndexRules.class),
  PAGING(
      PagingRules.class,
      CursorRules.class,
      PagesUnderWritesRules.class,
      AcrossUsersRules.class,
      UsersWithRules.class),
  INDEX(
      IndexRules.class,
      UniqueValueRules.class,
      IndexBuildRules.class,
      UniqueRules.class,
      IndexAnswerRules.class,
      PlanRules.class,
      IndexUpkeepRules.class),
  FEED(
      FeedRules.class,
      FeedPageRules.class,
      FeedReplayRules.class,
      FeedHorizonRules.class,
      ReplayRules.class),
  ISOLATION(IsolationRules.class, UserRules.class, UserUnitRules.class, QuotaRules.class),
  MIGRATE(MoverNeedsRules.class, MigrationRules.class, SetAsideRules.class),
  MODEL(ModelRules.class),
  CONCURRENCY(ConcurrencyRules.class, ProcessRules.class),
  FAULT(FaultRules.class, InterruptionRules.class),
  CRASH(CrashRules.class, DamageRules.class),
  LIMITS(LimitRules.class, LargeThingsRules.class),
  HOSTILE(HostileRules.class),
  UPGRADE(UpgradeRules.class);

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Class<?>> classes;

  Group(Class<?>... classes) {
    this.classes = List.of(classes);
  }

  /**
   * Where its tests are.
   *
   * @return one or more classes with a constructor without arguments
   */
  public List<Class<?>> classes() {
    return classes;
  }
}
