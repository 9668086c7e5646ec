package dev.incline.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A place of the loopback where nobody listens. */
public final class FreePort {
  private FreePort() {}

  /** One that the system has just given, and got back. */
  public static InetSocketAddress find() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
    }
  }
}
