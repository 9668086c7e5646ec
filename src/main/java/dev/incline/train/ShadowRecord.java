package dev.incline.train;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What taking steps of a training again in plain Java showed. A step that came out wrong ends the
 * training, so a run with a record has none.
 *
 * @param share of the steps, such as {@code 1/200}; {@code 0} where none was to be
 * @param steps how many were compared
 * @param bitEqual how many of them agreed in every bit
 * @param outcome {@code bit-equal}; {@code within bounds} on a device that cannot give the bits;
 *     {@code none} where no step was compared
 */
public record ShadowRecord(String share, long steps, long bitEqual, String outcome) {
  /** Of a training without a shadow. */
  public static final ShadowRecord NONE = new ShadowRecord("0", 0, 0, "none");

  @JsonIgnore
  public boolean isAsked() {
    return !share.equals(NONE.share);
  }
}
