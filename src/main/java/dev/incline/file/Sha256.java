package dev.incline.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in hex. */
public final class Sha256 {
  private Sha256() {}

  /** To be fed part by part. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Of a file. */
  public static String of(Path file) throws IOException {
    try (InputStream in = InputFile.open(file, InputFile.LARGE)) {
      return of(in);
    }
  }

  /** Of what is left of a stream. */
  public static String of(InputStream in) throws IOException {
    MessageDigest digest = digest();
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return hex(digest.digest());
  }

  /** Of bytes, in hex. */
  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /** Of a sum, as text. */
  public static String hex(byte[] sum) {
    return HexFormat.of().formatHex(sum);
  }
}
