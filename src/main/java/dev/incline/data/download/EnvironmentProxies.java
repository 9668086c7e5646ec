package dev.incline.data.download;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}
 * name, in small or capital letters; small ones win. Where none of these is set, Java's own
 * settings hold.
 */
final class EnvironmentProxies extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * A proxy and the variable that names it.
   *
   * @param login user and password, or null
   */
  record Choice(String variable, String host, int port, @Nullable String login) {
    @Override
    public String toString() {
      return Phrase.of("the proxy %s:%d (%s)", host, port, variable);
    }
  }

  /**
   * The proxy for an address; none where the address is to be asked directly.
   *
   * @throws DownloadFailure naming the variable when it is no address of an HTTP proxy
   */
  Optional<Choice> of(URI address) throws DownloadFailure {
    String name = address.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
    String variable = value(name) != null ? name : "all_proxy";
    String value = value(variable);
    if (value == null || isExempt(address)) {
      return Optional.empty();
    }
    URI proxy;
    try {
      proxy = URI.create(value.contains("://") ? value : "http://" + value);
    } catch (IllegalArgumentException e) {
      throw new DownloadFailure(
          DownloadFailure.Remedy.NONE,
          variable + " is no address of a proxy: write http://host:port",
          null);
    }
    if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null) {
      throw new DownloadFailure(
          DownloadFailure.Remedy.NONE,
          "%s names a proxy by '%s': write http://host:port, other kinds are not supported"
              .formatted(variable, proxy.getScheme()),
          null);
    }
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return Optional.of(new Choice(variable, proxy.getHost(), port, proxy.getRawUserInfo()));
  }

  private @Nullable String value(String name) {
    String small = environment.get(name);
    String value = small != null ? small : environment.get(name.toUpperCase(Locale.ROOT));
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Whether {@code no_proxy} names the host, a domain that it is in, or everything. */
  private boolean isExempt(URI address) {
    String exempt = value("no_proxy");
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (exempt == null) {
      return false;
    }
    for (String entry : exempt.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      String[] parts = entry.split(":(?=[0-9]+$)", 2);
      String domain = parts[0].replaceFirst("^\\*?\\.", "");
      boolean port = parts.length == 1 || parts[1].equals(Integer.toString(address.getPort()));
      boolean all = domain.equals("*");
      boolean within = !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
      if (all || (within && port)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Proxy> select(URI address) {
    try {
      Optional<Choice> choice = of(address);
      if (choice.isPresent()) {
        return List.of(
            new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(choice.get().host(), choice.get().port())));
      }
      ProxySelector java = ProxySelector.getDefault();
      boolean exempt = isExempt(address);
      return java == null || exempt ? List.of(Proxy.NO_PROXY) : java.select(address);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

  /** Answers a proxy that asks for a user and a password; nobody else. */
  Authenticator authenticator() {
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        try {
          URI asked = getRequestingURL() == null ? null : URI.create(getRequestingURL().toString());
          String login = asked == null ? null : of(asked).map(Choice::login).orElse(null);
          if (getRequestorType() != RequestorType.PROXY || login == null) {
            return null;
          }
          String[] parts = login.split(":", 2);
          return new PasswordAuthentication(
              decoded(parts[0]), decoded(parts.length > 1 ? parts[1] : "").toCharArray());
        } catch (IOException e) {
          return null; // said when the proxy was chosen
        }
      }
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
