package dev.pagurus.spi;

/** What an acknowledged commit outlives (DUR). */
public enum Durability {
  /** kill -9 and power loss (DUR-1). */
  COMMIT,
  /** kill -9; power loss may take the newest commits, never an older one before a newer (DUR-2). */
  RELAXED
}
