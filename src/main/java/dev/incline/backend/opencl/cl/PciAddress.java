package dev.incline.backend.opencl.cl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;

/** Where a device is plugged in, such as {@code 0000:65:00.0}: the same for all its platforms. */
public final class PciAddress {
  private static final int KHR_BUS_INFO = 0x410F; // domain, bus, device, function: 4 ints
  private static final int NV_BUS = 0x4008;
  private static final int NV_SLOT = 0x4009; // device and function
  private static final int NV_DOMAIN = 0x400A;
  private static final int AMD_TOPOLOGY = 0x4037; // the last 3 of 24 bytes: bus, device, function

  private PciAddress() {}

  /** Empty where the driver does not tell it, as for a CPU. */
  public static Optional<String> of(ClDevice device) {
    cl_device_id id = device.handle().device;
    try {
      String extensions = ClDevice.text(id, CL.CL_DEVICE_EXTENSIONS);
      if (extensions.contains("cl_khr_pci_bus_info")) {
        ByteBuffer info = read(id, KHR_BUS_INFO, 16);
        return Optional.of(text(info.getInt(0), info.getInt(4), info.getInt(8), info.getInt(12)));
      } else if (extensions.contains("cl_nv_device_attribute_query")) {
        int slot = read(id, NV_SLOT, 4).getInt(0);
        int bus = read(id, NV_BUS, 4).getInt(0);
        return Optional.of(text(read(id, NV_DOMAIN, 4).getInt(0), bus, slot >> 3, slot & 7));
      } else if (extensions.contains("cl_amd_device_attribute_query")) {
        ByteBuffer place = read(id, AMD_TOPOLOGY, 24);
        return Optional.of(text(0, place.get(21) & 0xFF, place.get(22), place.get(23)));
      }
    } catch (CLException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  static String text(int domain, int bus, int device, int function) {
    return String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function);
  }

  private static ByteBuffer read(cl_device_id id, int what, int bytes) {
    ByteBuffer value = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    CL.clGetDeviceInfo(id, what, bytes, Pointer.to(value), null);
    return value;
  }
}
