package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays in one file, as {@code numpy.savez} and {@code numpy.savez_compressed} write it: a
 * zip of .npy files.
 */
public final class NpzFile {
  private static final String ENDING = ".npy";
  private static final long LARGEST = 1L << 30; // bytes of all arrays; a zip can unpack to anything
  private static final int DENSEST = 1032; // bytes that one compressed byte is at most (deflate)
  private static final String COMMENT = "incline";

  private NpzFile() {}

  /** Whether a file is one that this class wrote. */
  public static boolean wrote(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return COMMENT.equals(zip.getComment());
    } catch (IOException e) {
      return false; // no zip at all
    }
  }

  /** Writes the file, replacing what is there; the same arrays give the same bytes. */
  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      zip.setComment(COMMENT);
      for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
        byte[] bytes = array.getValue().file();
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }

  /**
   * Reads all arrays, in the order of the file.
   *
   * @throws DataException naming the file, the array and what is wrong
   */
  public static Map<String, NpyArray> read(Path file) {
    return read(file, LARGEST);
  }

  /**
   * Reads all arrays of a file that is not compressed, so that they take no more memory than the
   * file is long.
   *
   * @throws DataException naming the file, the array and what is wrong
   */
  public static Map<String, NpyArray> readStored(Path file) {
    try {
      return read(file, Math.min(LARGEST, Files.size(file)));
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist or cannot be read", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  private static Map<String, NpyArray> read(Path file, long largest) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(InputFile.require(file, InputFile.LARGE).toFile())) {
      long total = 0;
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!name.endsWith(ENDING)) {
          FileKind kind = FileKind.of(file);
          throw new DataException(
              "%s holds %s, which is no .npy array: it is %s%s"
                  .formatted(
                      file,
                      name,
                      kind.phrase(),
                      kind == FileKind.PYTORCH
                          ? ". Save the tensors with numpy.savez or safetensors in Python"
                          : ""));
        }
        byte[] bytes = bytes(zip, entry, file, largest - total);
        total += bytes.length;
        String array = name.substring(0, name.length() - ENDING.length());
        if (arrays.put(array, NpyArray.read(bytes, file + ": " + array)) != null) {
          throw new DataException(file + " holds two arrays named " + array);
        }
      }
      return arrays;
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new DataException(
          FileKind.of(file) == FileKind.FOLDER
              ? file + " is a folder, not an npz file"
              : file + " does not exist or cannot be read",
          e);
    } catch (IOException | IllegalArgumentException e) {
      FileKind kind = FileKind.of(file);
      throw new DataException(
          kind == FileKind.NPZ || kind == FileKind.UNKNOWN || kind == FileKind.ZIP
              ? file + " is no usable npz file: " + Reason.of(e)
              : "%s is %s, which is not an npz file".formatted(file, FileKind.phrase(file)),
          e);
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry, Path file, long room)
      throws IOException {
    long size = entry.getSize();
    if (size > room) {
      throw new DataException(
          Phrase.of("%s holds more bytes of arrays than the %,d it may", file, room));
    } else if (size < 0 || size > entry.getCompressedSize() * DENSEST + DENSEST) {
      throw damaged(file, entry, "size");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = new byte[(int) size];
      if (in.readNBytes(bytes, 0, bytes.length) < size || in.read() >= 0) {
        throw damaged(file, entry, "size");
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw damaged(file, entry, "checksum");
      }
      return bytes;
    }
  }

  private static DataException damaged(Path file, ZipEntry entry, String what) {
    return new DataException(
        "%s is damaged: the %s of %s is wrong".formatted(file, what, entry.getName()));
  }
}
