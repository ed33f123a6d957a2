package dev.pagurus.tck.model;

import dev.pagurus.AcrossUsers;
import dev.pagurus.DocumentCollection;
import dev.pagurus.Page;
import dev.pagurus.document.Names;
import dev.pagurus.query.Filter;
import dev.pagurus.query.Query;
import dev.pagurus.query.Sort;
import dev.pagurus.spi.Change;
import dev.pagurus.spi.Changes;
import dev.pagurus.spi.CollectionInfo;
import dev.pagurus.spi.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The steps that read. */
final class ReadOps {

  private ReadOps() {}

  /** A read of many documents. */
  record GetMany(String user, String collection, List<String> ids) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () ->
              ground.docs(user, collection).get(ids).stream()
                  .map(Answers::text)
                  .collect(Collectors.joining("\n")));
    }

    @Override
    public List<String> rules() {
      return List.of("CRUD-5", "DOC-3", "DOC-4", "REV-2", "QUERY-6");
    }

    @Override
    public List<Op> simpler() {
      List<Op> simpler = new ArrayList<>();
      for (int i = 0; i < ids.size() && ids.size() > 1; i++) {
        List<String> fewer = new ArrayList<>(ids);
        fewer.remove(i);
        simpler.add(new GetMany(user, collection, fewer));
      }
      return simpler;
    }

    @Override
    public String toString() {
      return user + ": get " + collection + "/" + ids.stream().map(Names::quote).toList();
    }
  }

  /**
   * A find with all its pages, and the count.
   *
   * @param user whose documents, null for those of all users
   */
  record Find(@Nullable String user, String collection, Query query) implements Op {

    /** A page of a reader that goes wrong must not go on for ever. */
    private static final int MAX_PAGES = 60;

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () ->
              user == null
                  ? across(ground.store().acrossUsers(collection))
                  : within(ground.docs(user, collection)));
    }

    private String within(DocumentCollection<ObjectNode> docs) {
      return pages(docs.find(query), cursor -> docs.find(query, cursor))
          + "\ncount "
          + docs.count(query);
    }

    private String across(AcrossUsers<ObjectNode> docs) {
      return pages(docs.find(query), cursor -> docs.find(query, cursor))
          + "\ncount "
          + docs.count(query);
    }

    private static String pages(Page<ObjectNode> first, Function<String, Page<ObjectNode>> next) {
      List<String> pages = new ArrayList<>();
      Page<ObjectNode> page = first;
      pages.add(Answers.text(page));
      while (page.cursor().isPresent() && pages.size() < MAX_PAGES) {
        page = next.apply(page.cursor().get());
        pages.add(Answers.text(page));
      }
      return String.join("\n", pages);
    }

    @Override
    public List<String> rules() {
      List<String> rules = new ArrayList<>(List.of("QUERY-1", "QUERY-2", "QUERY-3", "QUERY-6"));
      if (!query.order().isEmpty()) {
        rules.add("QUERY-4");
      }
      if (query.limit().isPresent()) {
        rules.add("QUERY-5");
      }
      if (user == null) {
        rules.add("QUERY-8");
      }
      if (query.filter().toString().contains("matches")) {
        rules.add("TEXT-2");
      }
      return rules;
    }

    @Override
    public List<Op> simpler() {
      List<Query> simpler = new ArrayList<>();
      simpler.add(Query.all());
      simpler.add(new Query(Filter.all(), query.order(), query.limit()));
      if (query.limit().isPresent()) {
        simpler.add(new Query(query.filter(), query.order(), OptionalInt.empty()));
      }
      for (int i = 0; i < query.order().size(); i++) {
        List<Sort> fewer = new ArrayList<>(query.order());
        fewer.remove(i);
        simpler.add(new Query(query.filter(), fewer, query.limit()));
      }
      for (Filter filter : parts(query.filter())) {
        simpler.add(new Query(filter, query.order(), query.limit()));
      }
      return simpler.stream()
          .filter(less -> !less.equals(query))
          .map(less -> (Op) new Find(user, collection, less))
          .toList();
    }

    private static List<Filter> parts(Filter filter) {
      if (filter instanceof Filter.And and) {
        return without(and.filters(), true);
      }
      if (filter instanceof Filter.Or or) {
        return without(or.filters(), false);
      }
      if (filter instanceof Filter.Not not) {
        List<Filter> parts = new ArrayList<>(List.of(not.filter()));
        parts(not.filter()).forEach(part -> parts.add(new Filter.Not(part)));
        return parts;
      }
      return filter instanceof Filter.In in && in.values().size() > 1
          ? in.values().stream()
              .map(value -> (Filter) new Filter.Compare(in.path(), Filter.Operator.EQ, value))
              .toList()
          : List.of();
    }

    private static List<Filter> without(List<Filter> filters, boolean and) {
      List<Filter> parts = new ArrayList<>(filters);
      for (int i = 0; i < filters.size(); i++) {
        List<Filter> fewer = new ArrayList<>(filters);
        fewer.remove(i);
        parts.add(and ? Filter.allOf(fewer) : Filter.anyOf(fewer));
        for (Filter part : parts(filters.get(i))) {
          List<Filter> changed = new ArrayList<>(filters);
          changed.set(i, part);
          parts.add(and ? Filter.allOf(changed) : Filter.anyOf(changed));
        }
      }
      return parts;
    }

    @Override
    public String toString() {
      return (user == null ? "all users" : user) + ": find " + collection + " " + query;
    }
  }

  /**
   * The feed of a user, page by page.
   *
   * @param share of the user's revisions to leave out at the start, in percent
   */
  record Feed(String user, int share, int limit) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () -> {
            long since = ground.user(user).revision() * share / 100;
            List<String> lines = new ArrayList<>();
            Changes page;
            do {
              page = ground.user(user).changes(since, limit);
              page.changes().forEach(change -> lines.add(Answers.text(change)));
              lines.addAll(wrong(page, since));
              since = Math.max(page.upTo(), since + (page.more() ? 1 : 0));
            } while (page.more());
            return String.join("\n", lines) + "\nup to " + since;
          });
    }

    /** Pages may end anywhere between two revisions, so only what they must not do is looked at. */
    private List<String> wrong(Changes page, long since) {
      List<String> wrong = new ArrayList<>();
      List<Change> changes = page.changes();
      if (changes.size() > limit
          && changes.get(0).revision() != changes.get(changes.size() - 1).revision()) {
        wrong.add("a page of " + changes.size() + " changes");
      }
      if (page.more() && page.upTo() <= since) {
        wrong.add("a page that goes nowhere");
      }
      return wrong;
    }

    @Override
    public List<String> rules() {
      return List.of("FEED-1", "FEED-4");
    }

    @Override
    public String toString() {
      return user + ": changes after " + share + "% of the revisions, " + limit + " a page";
    }
  }

  /** Everything that lists: users, their figures, their collections, declared indexes. */
  record Lists(int limit) implements Op {

    @Override
    public String play(Ground ground) {
      return Answers.of(
          () -> {
            List<String> lines = new ArrayList<>();
            Optional<String> after = Optional.empty();
            List<UserInfo> page;
            do {
              page = ground.store().users(after.orElse(null), limit);
              for (UserInfo user : page) {
                lines.add(
                    user.user()
                        + " "
                        + user.revision()
                        + " "
                        + user.documents()
                        + " "
                        + user.horizon()
                        + " "
                        + collections(ground, user.user()));
                after = Optional.of(user.user());
              }
            } while (page.size() == limit);
            lines.add(ground.store().definitions().toString());
            return String.join("\n", lines);
          });
    }

    private static List<String> collections(Ground ground, String user) {
      return ground.user(user).collections().stream()
          .map((CollectionInfo info) -> info.collection() + ":" + info.documents())
          .toList();
    }

    @Override
    public List<String> rules() {
      return List.of("USER-3", "INDEX-1");
    }

    @Override
    public String toString() {
      return "list users, " + limit + " a page, collections and indexes";
    }
  }
}
