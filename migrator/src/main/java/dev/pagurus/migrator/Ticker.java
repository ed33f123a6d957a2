package dev.pagurus.migrator;

import java.time.Duration;

/** Tells a listener how far it is, some times a second, and never two at once. */
final class Ticker implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Gauge gauge;
  private final MigrationListener listener;
  private final Thread thread;
  private boolean closed;

  Ticker(Gauge gauge, MigrationListener listener) {
    this.gauge = gauge;
    this.listener = listener;
    this.thread = new Thread(this::run, "pagurus-migration-progress");
    thread.setDaemon(true);
  }

  Ticker start() {
    thread.start();
    return this;
  }

  private synchronized void run() {
    while (!closed) {
      listener.at(gauge.progress());
      try {
        wait(PAUSE.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  synchronized void enter(Phase phase) {
    gauge.enter(phase);
    listener.at(gauge.progress());
  }

  synchronized void setAside(SetAside record) {
    listener.setAside(record);
  }

  synchronized void differs(Difference difference) {
    listener.differs(difference);
  }

  /** Tells once more. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    listener.at(gauge.progress());
  }
}
