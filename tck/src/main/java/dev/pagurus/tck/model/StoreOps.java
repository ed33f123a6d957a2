package dev.pagurus.tck.model;

import dev.pagurus.spi.Changes;
import dev.pagurus.spi.IndexDefinition;
import dev.pagurus.spi.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps that are about the store as a whole. */
final class StoreOps {

  private StoreOps() {}

  /** Declares an index, or takes it back. */
  record Index(String collection, IndexDefinition index, boolean declared) implements Op {

    @Override
    public String play(Ground ground) {
      // Which of several offenders an error names is the backend's own.
      return Answers.ofUnplaced(
          () -> {
            if (declared) {
              ground.store().indexes(collection).declare(index, Progress.NONE);
            } else {
              ground.store().indexes(collection).drop(index);
            }
            return ground.store().indexes(collection).list().toString();
          });
    }

    @Override
    public List<String> rules() {
      return List.of("INDEX-1", "INDEX-3");
    }

    @Override
    public String toString() {
      return (declared ? "declare " : "drop ") + index + " on " + collection;
    }
  }

  /** Replays one user's whole feed into another (FEED-4). */
  record Copy(String from, String to, int limit) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () -> {
            long since = 0;
            Changes page;
            do {
              page = ground.user(from).changes(since, limit);
              ground.user(to).replay(page);
              since = page.upTo();
            } while (page.more());
            return ground
                .user(to)
                .info()
                .map(info -> info.revision() + " " + info.documents())
                .orElse("none");
          });
    }

    @Override
    public List<String> rules() {
      return List.of("FEED-2", "FEED-4");
    }

    @Override
    public String toString() {
      return "replay " + from + " into " + to + ", " + limit + " a page";
    }
  }

  /** Closes the store and opens it again. */
  record Reopen() implements Op {

    @Override
    public String play(Ground ground) {
      ground.reopen();
      return "";
    }

    @Override
    public List<String> rules() {
      return List.of("LIFE-1");
    }

    @Override
    public String toString() {
      return "reopen";
    }
  }

  /** Kills the process that has the store open; who can be killed sees to it. */
  record Crash() implements Op {

    @Override
    public String play(Ground ground) {
      return "";
    }

    @Override
    public List<String> rules() {
      return List.of("DUR-1");
    }

    @Override
    public String toString() {
      return "kill";
    }
  }

  /** Moves the clock, also backwards. */
  record Tick(Duration step) implements Op {

    @Override
    public String play(Ground ground) {
      ground.clock().advance(step);
      return "";
    }

    @Override
    public List<String> rules() {
      return List.of();
    }

    @Override
    public String toString() {
      return "clock " + step;
    }
  }

  /** Compacts and verifies: neither changes an answer. */
  record Maintain() implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () -> {
            List<String> findings = new ArrayList<>();
            ground.store().compact(Progress.NONE);
            long checked =
                ground.store().verify(finding -> findings.add(finding.toString()), Progress.NONE);
            return checked + " " + findings;
          });
    }

    @Override
    public List<String> rules() {
      return List.of("FEED-3");
    }

    @Override
    public String toString() {
      return "compact and verify";
    }
  }
}
