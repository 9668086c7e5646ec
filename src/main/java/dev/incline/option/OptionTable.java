package dev.incline.option;

import dev.incline.option.Option.Scope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every option of a training, in the order of config.yaml and of the help. */
public final class OptionTable {
  private static final List<Option<?>> ALL = new CopyOnWriteArrayList<>(Options.ALL);

  static {
    ALL.addAll(DataOptions.ALL);
    ALL.addAll(ScheduleOptions.ALL);
    ALL.addAll(DeviceOptions.ALL);
  }

  private OptionTable() {}

  /** All, in order. */
  public static List<Option<?>> all() {
    return ALL;
  }

  /** Those of a scope, in order. */
  public static List<Option<?>> of(Scope scope) {
    return ALL.stream().filter(option -> option.scope() == scope).toList();
  }

  /** The option of that name. */
  public static Optional<Option<?>> find(String name) {
    return ALL.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** An option that is there until it is closed. */
  public interface Added extends AutoCloseable {
    @Override
    void close();
  }

  /** Adds an option for a while, as the last: how a test sees that it is found everywhere. */
  public static Added add(Option<?> option) {
    ALL.add(option);
    return () -> ALL.remove(option);
  }
}
