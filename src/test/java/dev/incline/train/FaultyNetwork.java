package dev.incline.train;

import dev.incline.backend.ranks.Meeting;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between rank 0 and who connects to it for the sums, and does to one message what it says.
 */
final class FaultyNetwork implements AutoCloseable {
  private static final int HELLO = 48;
  private static final int PROOF = 32;
  private static final int HEAD = 36;

  /** What is done to the message of this number, on its way from the higher rank to rank 0. */
  enum Fault {
    NONE,
    LOST,
    TWICE,
    CHANGED,
    NEVER_MORE, // nor any other
    CUT // with the connection
  }

  private final ServerSocket server;
  private final Fault fault;
  private final int number; // of the message, from 1
  private final long delay; // milliseconds of each message, either way
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  FaultyNetwork(Fault fault, int number, long delay) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.fault = fault;
    this.number = number;
    this.delay = delay;
  }

  /** The meeting of a higher rank, which is told that rank 0 is here. */
  Meeting before(Meeting right) {
    return new MeetingInBetween(right) {
      private int gathered;

      @Override
      public List<String> gather(String own) {
        List<String> words = new ArrayList<>(super.gather(own));
        gathered++;
        if (gathered == 3) { // terms, names, places
          String[] place = words.get(0).split(" ");
          begin(place[1], Integer.parseInt(place[0]));
          words.set(0, server.getLocalPort() + " " + place[1]);
        }
        return words;
      }
    };
  }

  private void begin(String host, int port) {
    daemon(
        () -> {
          Socket from = server.accept();
          Socket to = new Socket(host, port);
          sockets.addAll(List.of(from, to));
          from.setTcpNoDelay(true);
          to.setTcpNoDelay(true);
          daemon(() -> pass(from, to, fault));
          daemon(() -> pass(to, from, Fault.NONE));
        });
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // one side has closed: so does the other, which the ranks see
              }
            },
            "network");
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(Socket from, Socket to, Fault what) throws Exception {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      DataOutputStream out = new DataOutputStream(to.getOutputStream());
      out.write(in.readNBytes(HELLO));
      out.write(in.readNBytes(PROOF));
      for (int message = 1; ; message++) {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
          throw new EOFException();
        }
        byte[] data = in.readNBytes(java.nio.ByteBuffer.wrap(head).getInt(28));
        Thread.sleep(delay);
        if (message == number && what == Fault.CUT) {
          return;
        }
        if (message == number && what == Fault.CHANGED) {
          data[data.length / 2] ^= 4;
        }
        boolean gone = what == Fault.LOST && message == number;
        gone |= what == Fault.NEVER_MORE && message >= number;
        int times = gone ? 0 : message == number && what == Fault.TWICE ? 2 : 1;
        for (int i = 0; i < times; i++) {
          out.write(head);
          out.write(data);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
