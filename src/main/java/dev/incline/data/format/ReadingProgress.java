package dev.incline.data.format;

/** Hears how far the reading of many files is, from any thread. */
public interface ReadingProgress {
  /** Of {@code all} pictures so many are read. */
  void at(int done, int all);
}
