package dev.incline.backend.ranks.socket;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves that a rank knows the token, without sending it: HMAC (RFC 2104) with SHA-256. */
final class LinkKey {
  /** Bytes of a nonce, and of a proof. */
  static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * @param token at least one byte
   */
  LinkKey(byte[] token) {
    this.key = new SecretKeySpec(token, "HmacSHA256");
  }

  /** What nobody can have seen before. */
  static byte[] nonce() {
    byte[] nonce = new byte[BYTES];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  /**
   * The proof of one side of a connection.
   *
   * @param side 0 for the one that connected, 1 for the one that accepted
   * @param connected what that one said of itself, its nonce included
   * @param accepted likewise
   */
  byte[] proof(int side, ByteBuffer connected, ByteBuffer accepted) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update((byte) side);
      mac.update(connected.duplicate());
      mac.update(accepted.duplicate());
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  /** Compares in a time that does not tell where they differ. */
  static boolean same(byte[] proof, byte[] expected) {
    return MessageDigest.isEqual(proof, expected);
  }
}
