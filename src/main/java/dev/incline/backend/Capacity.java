package dev.incline.backend;

/**
 * What a device can hold.
 *
 * @param total bytes in all
 * @param piece bytes of the largest single slot
 */
public record Capacity(long total, long piece) {
  public static final Capacity UNLIMITED = new Capacity(Long.MAX_VALUE, Long.MAX_VALUE);

  /** The same device, of which no more than so many bytes are to be taken. */
  public Capacity atMost(long bytes) {
    return new Capacity(Math.min(total, bytes), Math.min(piece, bytes));
  }
}
