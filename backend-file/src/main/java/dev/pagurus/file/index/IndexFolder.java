package dev.pagurus.file.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;

/** The files of an index, whatever they hold. */
final class IndexFolder {

  private IndexFolder() {}

  /** Makes a folder that is empty, whatever was in it. */
  static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path file : list(folder)) {
      delete(file);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> listed = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(listed::add);
    }
    return listed;
  }

  private static void delete(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : list(file)) {
        delete(each);
      }
    }
    Files.deleteIfExists(file);
  }

  /** What is no file may be opened on some systems, and fails later on in many ways. */
  static void requireFiles(Path folder) throws IOException {
    for (Path path : list(folder)) {
      String name = path.getFileName().toString();
      boolean ours = name.startsWith("_") || name.startsWith("segments");
      if (ours && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new CorruptIndexException("not a file", path.toString());
      }
    }
  }

  /**
   * Reads files whole and compares what they should sum up to with what they do.
   *
   * @throws IOException of the first that is not what was written
   */
  static void requireSums(Directory directory, Collection<String> files) throws IOException {
    for (String file : files) {
      try (ChecksumIndexInput in = directory.openChecksumInput(file, IOContext.READONCE)) {
        in.skipBytes(in.length() - CodecUtil.footerLength());
        CodecUtil.checkFooter(in);
      }
    }
  }

  /** The same for the last commit itself, if there was one. */
  static void requireCommit(Directory directory) throws IOException {
    if (SegmentInfos.getLastCommitGeneration(directory) >= 0) {
      SegmentInfos.readLatestCommit(directory);
    }
  }
}
