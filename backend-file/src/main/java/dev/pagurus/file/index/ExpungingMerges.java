package dev.pagurus.file.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Merges as Lucene does by default, but sooner, for every find looks into every segment, and what
 * is written into the index comes in small pieces: an index of some 100,000 documents has about
 * five segments. When asked to take deleted documents out, it writes every segment anew that holds
 * one, however few and however large.
 */
final class ExpungingMerges extends FilterMergePolicy {

  private static final double SEGMENTS_PER_TIER = 5;

  /** Smaller segments count as if they were this large. */
  private static final double FLOOR_MIB = 8;

  ExpungingMerges() {
    super(
        new TieredMergePolicy().setSegmentsPerTier(SEGMENTS_PER_TIER).setFloorSegmentMB(FLOOR_MIB));
  }

  @Override
  public MergePolicy.MergeSpecification findForcedDeletesMerges(
      SegmentInfos segments, MergePolicy.MergeContext context) throws IOException {
    MergePolicy.MergeSpecification merges = new MergePolicy.MergeSpecification();
    for (SegmentCommitInfo segment : segments) {
      if (!context.getMergingSegments().contains(segment)
          && context.numDeletesToMerge(segment) > 0) {
        merges.add(new MergePolicy.OneMerge(List.of(segment)));
      }
    }
    return merges;
  }
}
