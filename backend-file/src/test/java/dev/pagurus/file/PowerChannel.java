package dev.pagurus.file;

import dev.pagurus.file.PowerFileSystem.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file or folder. */
final class PowerChannel extends FileChannel {

  private final PowerFileSystem fileSystem;
  private final Path path;
  private final PowerMedium.Node node;
  private final boolean appends;
  private long position;

  PowerChannel(PowerFileSystem fileSystem, Path path, PowerMedium.Node node, boolean appends) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.node = node;
    this.appends = appends;
  }

  private void before(Operation operation) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    fileSystem.before(operation, path);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int read = read(into, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    before(Operation.READ);
    synchronized (fileSystem.medium) {
      if (from >= node.bytes.length) {
        return -1;
      }
      int count = (int) Math.min(into.remaining(), node.bytes.length - from);
      into.put(node.bytes, (int) from, count);
      return count;
    }
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException("one buffer at a time");
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    if (appends) {
      position = size();
    }
    int written = write(from, position);
    position += written;
    return written;
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    try {
      before(Operation.WRITE);
    } catch (IOException e) {
      byte[] part = new byte[from.remaining() / 2]; // as a full disk does
      from.get(part);
      put(part, at);
      throw e;
    }
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    put(bytes, at);
    return bytes.length;
  }

  private void put(byte[] bytes, long at) {
    synchronized (fileSystem.medium) {
      node.write((int) at, bytes);
    }
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException("one buffer at a time");
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    synchronized (fileSystem.medium) {
      return node.bytes.length;
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    before(Operation.TRUNCATE);
    synchronized (fileSystem.medium) {
      if (size < node.bytes.length) {
        node.resize((int) size);
      }
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    before(Operation.FORCE);
    synchronized (fileSystem.medium) {
      if (node.folder) {
        fileSystem.medium.forceFolder(node);
      } else {
        node.force();
      }
    }
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("read and write");
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new UnsupportedOperationException("read and write");
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException("nothing is mapped here");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    return new Lock(this, from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    return new Lock(this, from, size, shared);
  }

  @Override
  protected void implCloseChannel() {}

  /** No other process sees these files. */
  private static final class Lock extends FileLock {

    Lock(FileChannel channel, long from, long size, boolean shared) {
      super(channel, from, size, shared);
    }

    @Override
    public boolean isValid() {
      return acquiredBy().isOpen();
    }

    @Override
    public void release() {}
  }
}
