package dev.incline.data.download;

import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a file did not come, in words. */
final class DownloadFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** What may help. */
  enum Remedy {
    /** The same again: the connection broke off. */
    RETRY,
    /** Another mirror. */
    OTHER_MIRROR,
    /** Nothing that is fetched: the trouble is here. */
    NONE
  }

  private final Remedy remedy;

  DownloadFailure(Remedy remedy, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  Remedy remedy() {
    return remedy;
  }

  /** The part could not be written. */
  static DownloadFailure ofWriting(java.nio.file.Path part, IOException e) {
    return new DownloadFailure(Remedy.NONE, "cannot write %s: %s".formatted(part, Reason.of(e)), e);
  }

  /** The server answered with something else than the file. */
  static DownloadFailure ofAnswer(int status, URI address) {
    String words =
        switch (status) {
          case 403 -> "403, forbidden";
          case 404 -> "404, not found";
          case 407 ->
              "407, the proxy asks for a user and a password (http://user:password@host:port)";
          case 429 -> "429, too many requests: try later";
          case 500, 502, 503, 504 -> status + ", the server or a proxy is out of order";
          default -> Integer.toString(status);
        };
    return new DownloadFailure(
        Remedy.OTHER_MIRROR, "the server answered %s, for %s".formatted(words, address), null);
  }

  /**
   * The exchange itself failed.
   *
   * @param peer who was asked: the host, or a proxy
   * @param port of the peer
   */
  static DownloadFailure of(IOException e, String peer, int port, long seconds) {
    if (e instanceof DownloadFailure told) {
      return told;
    }
    String words;
    Remedy remedy = Remedy.OTHER_MIRROR;
    if (caused(e, UnresolvedAddressException.class) || caused(e, UnknownHostException.class)) {
      words = "cannot find %s: is there a network, and is the name right?".formatted(peer);
    } else if (e instanceof HttpConnectTimeoutException) {
      words = Phrase.of("no connection to %s within %d s", peer, seconds);
    } else if (e instanceof HttpTimeoutException) {
      words = Phrase.of("no answer from %s within %d s", peer, seconds);
    } else if (caused(e, SSLException.class)) {
      words =
          "no secure connection to %s (TLS): %s. Is the clock right, and is no proxy in between?"
              .formatted(peer, e.getMessage());
    } else if (caused(e, NoRouteToHostException.class)) {
      words = "there is no way to %s: %s".formatted(peer, e.getMessage());
    } else if (e instanceof ConnectException) {
      String message = String.valueOf(e.getMessage());
      words =
          message.contains("refused") || e.getMessage() == null
              ? Phrase.of("%s refuses a connection at port %d", peer, port)
              : Phrase.of("no connection to %s at port %d: %s", peer, port, message);
    } else {
      words = "the connection to %s broke off (%s)".formatted(peer, e.getMessage());
      remedy = Remedy.RETRY;
    }
    return new DownloadFailure(remedy, words, e);
  }

  private static boolean caused(Throwable e, Class<? extends Throwable> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
