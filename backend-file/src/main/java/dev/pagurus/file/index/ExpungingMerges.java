package dev.pagurus.file.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Merges as Lucene does by default, but when asked to take deleted documents out, writes every
 * segment anew that holds one, however few and however large.
 */
final class ExpungingMerges extends FilterMergePolicy {

  ExpungingMerges() {
    super(new TieredMergePolicy());
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
