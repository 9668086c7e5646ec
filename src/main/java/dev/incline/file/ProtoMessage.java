package dev.incline.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message of Protocol Buffers, to be written: each method appends a field of some number. What it
 * means is the affair of whoever writes it. Large bytes are kept as they are given, not copied.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>
 */
public final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final List<byte[]> parts = new ArrayList<>();
  private long size;

  /** A whole number: int32, int64, bool, enum. */
  public ProtoMessage number(int field, long value) {
    return tag(field, VARINT).varint(value);
  }

  /** A float. */
  public ProtoMessage fixed(int field, float value) {
    byte[] bytes = new byte[4];
    little(bytes).putFloat(value);
    return tag(field, FIXED32).append(bytes);
  }

  /** A double. */
  public ProtoMessage fixed(int field, double value) {
    byte[] bytes = new byte[8];
    little(bytes).putDouble(value);
    return tag(field, FIXED64).append(bytes);
  }

  /** Bytes, which are shared. */
  public ProtoMessage bytes(int field, byte[] value) {
    return tag(field, LENGTH).varint(value.length).append(value);
  }

  /** A string. */
  public ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Another message, as it is now. */
  public ProtoMessage message(int field, ProtoMessage value) {
    tag(field, LENGTH).varint(value.size);
    parts.addAll(value.parts);
    size += value.size;
    return this;
  }

  /** Doubles, one after the other (packed). */
  public ProtoMessage packed(int field, double[] values) {
    byte[] bytes = new byte[8 * values.length];
    little(bytes).asDoubleBuffer().put(values);
    return bytes(field, bytes);
  }

  /** Bytes of all fields. */
  public long size() {
    return size;
  }

  /** Writes the fields. */
  public void writeTo(OutputStream out) throws IOException {
    for (byte[] part : parts) {
      out.write(part);
    }
  }

  private ProtoMessage tag(int field, int type) {
    return varint((long) field << 3 | type);
  }

  /** Seven bits a byte, the lowest first; all but the last byte have their top bit set. */
  private ProtoMessage varint(long value) {
    byte[] bytes = new byte[10];
    int length = 0;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return append(Arrays.copyOf(bytes, length));
  }

  private ProtoMessage append(byte[] part) {
    parts.add(part);
    size += part.length;
    return this;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
