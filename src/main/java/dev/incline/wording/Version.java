package dev.incline.wording;

/** The version in the jar's manifest. */
public final class Version {
  private Version() {}

  /** Such as {@code incline 0.1.0}. */
  public static String program() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "incline " + (version == null ? "(unpackaged)" : version);
  }
}
