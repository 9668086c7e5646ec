package dev.incline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final StringBuilder message = new StringBuilder();
  private final List<String> errors = new ArrayList<>();
  private String session = "";
  private int calls;

  /** The program, where there is one. */
  public static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .flatMap(folder -> Stream.of("chromium", "chromium-browser").map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens a page.
   *
   * @param profile a folder that is not there, for what the browser keeps
   */
  public static Browser open(Path page, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Browser browser = new Browser(process, address(process));
    JsonNode target = browser.call("Target.createTarget", Map.of("url", "about:blank"));
    browser.session =
        browser
            .call(
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").textValue(), "flatten", true))
            .path("sessionId")
            .textValue();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      browser.call(domain + ".enable", Map.of());
    }
    browser.size(1200, 900);
    browser.call("Page.navigate", Map.of("url", page.toUri().toString()));
    browser.awaitEvent("Page.loadEventFired");
    return browser;
  }

  private Browser(Process process, URI address) {
    this.process = process;
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this).join();
  }

  private static URI address(Process process) throws IOException {
    BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        return URI.create(line.substring(line.indexOf("ws://")));
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      try {
        messages.add(JSON.readTree(message.toString()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  /** Calls a method of the protocol and waits for its result. */
  public JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("id", ++calls);
    call.put("method", method);
    call.put("params", parameters);
    if (!session.isEmpty()) {
      call.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(call), true).join();
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").asInt() == calls) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.get("error"));
        }
        return answer.path("result");
      }
    }
  }

  private void awaitEvent(String name) throws Exception {
    while (!next().path("method").asText().equals(name)) {}
  }

  private JsonNode next() throws Exception {
    JsonNode next = messages.poll(SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new IOException("the browser says nothing");
    }
    JsonNode event = next.path("params");
    switch (next.path("method").asText()) {
      case "Runtime.exceptionThrown" ->
          errors.add(event.at("/exceptionDetails/exception/description").asText());
      case "Log.entryAdded" -> errors.add(event.at("/entry/text").asText());
      case "Runtime.consoleAPICalled" -> errors.add(event.path("args").toString());
      case "Network.requestWillBeSent" -> {
        String url = event.at("/request/url").asText();
        if (!url.startsWith("file:") && !url.startsWith("data:")) {
          errors.add("asks for " + url);
        }
      }
      default -> {}
    }
    return next;
  }

  /** What went wrong, or was written to the console, so far. */
  public List<String> errors() throws Exception {
    evaluate("0"); // after all that came before
    return List.copyOf(errors);
  }

  /** The value of an expression of JavaScript. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.at("/exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Of the window, in CSS pixels. */
  public void size(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Moves the mouse, or presses and releases its button. */
  public void mouse(double x, double y, boolean click) throws Exception {
    for (String type : click ? List.of("mousePressed", "mouseReleased") : List.of("mouseMoved")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              x,
              "y",
              y,
              "button",
              click ? "left" : "none",
              "clickCount",
              click ? 1 : 0));
    }
  }

  /**
   * Clicks into the middle of an element.
   *
   * @param element an expression
   */
  public void click(String element) throws Exception {
    JsonNode at =
        evaluate(
            "(e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })("
                + element
                + ")");
    mouse(at.get(0).doubleValue(), at.get(1).doubleValue(), true);
  }

  /** Prefers dark pages. */
  public void dark() throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
  }

  /** Presses and releases a key, such as Enter. */
  public void key(String key, int code, String text) throws Exception {
    Map<String, Object> press =
        Map.of("key", key, "code", key, "windowsVirtualKeyCode", code, "text", text);
    call("Input.dispatchKeyEvent", with(press, "keyDown"));
    call("Input.dispatchKeyEvent", with(press, "keyUp"));
  }

  private static Map<String, Object> with(Map<String, Object> press, String type) {
    Map<String, Object> event = new LinkedHashMap<>(press);
    event.put("type", type);
    return event;
  }

  /** The page as it is printed: a PDF. */
  public byte[] print() throws Exception {
    String data = call("Page.printToPDF", Map.of("preferCSSPageSize", true)).path("data").asText();
    return Base64.getDecoder().decode(data);
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
