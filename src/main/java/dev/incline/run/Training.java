package dev.incline.run;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.ranks.DistributedBackend;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.TrainingRun;
import dev.incline.model.Network;
import dev.incline.option.Options;
import dev.incline.report.RunCurves;
import dev.incline.report.RunPage;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.Companions;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.RankDevices;
import dev.incline.run.device.VerifiedDevice;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.EpochPrinter;
import dev.incline.run.watch.StartUp;
import dev.incline.run.watch.Terminal;
import dev.incline.run.watch.UnderWay;
import dev.incline.shadow.Shadow;
import dev.incline.store.RunFolder;
import dev.incline.train.DivergedException;
import dev.incline.train.RunRecord;
import dev.incline.train.Setup;
import dev.incline.train.ShadowRecord;
import dev.incline.train.StoppedException;
import dev.incline.train.TrainingContext;
import dev.incline.train.TrainingListener;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.InitialWeights;
import dev.incline.train.checkpoint.RunSize;
import dev.incline.train.score.WrongScoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training from its options to the files of its run: opens device and data side by side, trains
 * under watch, and sees to what remains of it when it cannot go on.
 *
 * @param from null for a training from the beginning
 * @param command to record: the command line, program name first
 * @param err hears warnings, progress and epochs
 */
public record Training(
    Configuration configuration,
    RankDevices devices,
    RunFolder folder,
    @Nullable Resumption from,
    Watch watch,
    List<String> command,
    PrintWriter err) {
  private static final Logger log = LoggerFactory.getLogger(Training.class);

  /** The device whose state counts; of several, the first. */
  public ChosenDevice device() {
    return devices.first();
  }

  /**
   * Trains, and leaves the run's files.
   *
   * @param stop whether to stop, with a checkpoint
   * @throws StoppedException when that was asked for; the run's folder holds a checkpoint
   * @throws DivergedException when a value is no longer finite; so it does
   * @throws ClException when the device failed, and plain Java is not to go on
   * @throws dev.incline.shadow.BreachException when the device computed wrong
   */
  public RunRecord run(BooleanSupplier stop) throws IOException, NoSuchDeviceException {
    watch.requirePlace();
    DataSource files = DataOpening.of(configuration.values().data(), watch.quiet());
    DataLoading reading = DataLoading.begin(configuration, files, watch.quiet());
    DataSource.Sizes sizes = reading.sizes();
    RunSize size = requireRoom(sizes);
    chooseDevice(sizes);
    try (Backend backend = devices.open();
        Backend reference = isShadowed(backend) ? ChosenDevice.plainJava() : null) {
      Setup setup = setup(backend, sizes);
      Map<ChosenDevice, VerifiedDevice> due = FirstVerification.due(devices, setup.ops(backend));
      if (due.isEmpty()) {
        prepare(backend, setup);
      }
      DataSource.Pair data = reading.end(); // beside which the device was opened
      if (!due.isEmpty()) { // while this process holds no memory of the device
        FirstVerification.settle(due, watch.verified(), setup, err);
        prepare(backend, setup);
      }
      Map<String, String> inputs = inputs(data.sha256());
      if (backend instanceof DistributedBackend shared) {
        try (UnderWay unused = begin("waiting for the other ranks")) {
          shared.meet(RankTerms.of(configuration, device(), inputs, from));
        }
      }
      if (!watch.quiet()) {
        err.println(
            (from == null ? "training " : "going on with ")
                + Announcement.of(configuration, backend, files.taken(), data));
      }
      configuration.requireFits(data.sizes());
      TrainingContext.of(configuration.training(), data).warnings().forEach(this::warn);
      Environment environment =
          RunEnvironment.of(command, device(), configuration.data(), backend.name(), inputs);
      try (Shadow over = reference == null ? null : shadow(backend, reference, setup, data)) {
        TrainingRun run =
            new TrainingRun(
                configuration,
                environment,
                folder.path().toString(),
                over == null ? () -> ShadowRecord.NONE : over::record,
                ScoreReference.besideTraining(device(), backend));
        if (from != null) {
          from.require(run.identity(), environment.dataSha256());
        }
        Checkpoints checkpoints =
            new Checkpoints(folder, run.identity(), size, watch.checkpointEvery(), stop);
        return train(run, backend, setup, data, checkpoints, over);
      }
    }
  }

  /**
   * What is left to do once a run is finished. Its result counts, whatever comes of this; a warning
   * says what could not be done.
   *
   * @return whether its page and its curves are there
   */
  public boolean tidy(RunRecord record) {
    tried(() -> Checkpoints.delete(folder.path()), "");
    String curves = RunCurves.svg(record.epochs());
    return tried(
        () -> {
          folder.write(RunCurves.SVG, file -> Files.writeString(file, curves));
          Environment environment = StoredRun.environment(folder.path());
          RunPage.of(folder.path(), record, environment).write(folder.path());
        },
        ". Write its page and its curves with: incline plot " + folder.path());
  }

  private interface Chore {
    void run() throws IOException;
  }

  private boolean tried(Chore chore, String wayOn) {
    try {
      chore.run();
      return true;
    } catch (IOException e) {
      warn("the run is finished and whole, but %s%s".formatted(e.getMessage(), wayOn));
      return false;
    }
  }

  private RunSize requireRoom(DataSource.Sizes sizes) throws IOException {
    Network network = configuration.network(sizes.features(), sizes.classes());
    RunSize size = RunSize.of(network, configuration.training(), sizes.trainingRows());
    boolean leavesSome = !watch.checkpointEvery().equals(CheckpointInterval.NEVER);
    size.requireRoom(
        folder,
        leavesSome,
        (from == null ? ", or choose a folder elsewhere with --out" : "")
            + (leavesSome ? ", or leave out --checkpoint-every" : ""));
    return size;
  }

  /** Plain Java needs no shadow, and {@code auto} may have taken it. */
  private boolean isShadowed(Backend backend) {
    if (watch.shadow() != null && Companions.own(backend) instanceof CpuBackend) {
      warn(
          "--shadow checks nothing here: plain Java trains, and is what a device is compared with");
    }
    return watch.shadow() != null && !(Companions.own(backend) instanceof CpuBackend);
  }

  /** Where {@code auto} has a choice, what trains this network fastest. */
  private void chooseDevice(DataSource.Sizes sizes) {
    if (watch.quiet()) {
      devices.each(ChosenDevice::quietly);
    }
    if (!watch.verified()) {
      devices.each(ChosenDevice::believe);
      return;
    }
    Network network = configuration.network(sizes.features(), sizes.classes());
    device().tryFor(network, configuration.training().batch());
  }

  private Setup setup(Backend backend, DataSource.Sizes sizes) {
    return configuration.setup(sizes, backend, device().within(backend.capacity()));
  }

  /** A device that fails will do so in training, where there is a way on. */
  private void prepare(Backend backend, Setup setup) {
    try (UnderWay unused = begin(UnderWay.compiling(backend.name()))) {
      setup.prepare(backend);
    } catch (ClException e) {
      log.debug("{} could not be prepared", backend.name(), e);
    }
  }

  private RunRecord train(
      TrainingRun run,
      Backend backend,
      Setup setup,
      DataSource.Pair data,
      Checkpoints checkpoints,
      @Nullable Shadow over)
      throws IOException, NoSuchDeviceException {
    EpochPrinter printer =
        new EpochPrinter(
            err,
            configuration.training().epochs(),
            configuration.training().optimizer().learningRate(),
            Terminal.columns());
    List<TrainingListener> hearing = new ArrayList<>(List.of(checkpoints, new StartUp()));
    if (!watch.quiet()) {
      hearing.add(printer);
    }
    watch.events(configuration.options(), this::warn).ifPresent(hearing::add);
    UnderWay underWay = begin("epoch 1/" + configuration.training().epochs());
    hearing.add(0, underWay.of(configuration.training().epochs()));
    TrainingListener always = TrainingListener.all(hearing);
    TrainingListener listener = over == null ? always : TrainingListener.all(List.of(over, always));
    Rescue rescue = new Rescue(run, data, folder, always, checkpoints, this::warn);
    try (underWay) {
      return from == null
          ? run.train(backend, setup, data, folder, listener)
          : run.resume(backend, setup, data, folder, listener, from.checkpoint().state());
    } catch (DivergedException e) {
      printer.end();
      rescue.keepFiniteState();
      throw e;
    } catch (WrongScoreException e) {
      printer.end();
      rescue.keepDoubtedState();
      throw ScoreReference.keep(e, device(), backend, folder);
    } catch (ClException e) {
      printer.end();
      return watch.onDeviceError() == Watch.OnDeviceError.CPU ? rescue.goOn(e) : rescue.stop(e);
    } finally {
      printer.end();
    }
  }

  private UnderWay begin(String what) {
    return UnderWay.begin(what, watch.quiet());
  }

  private Shadow shadow(Backend backend, Backend reference, Setup setup, DataSource.Pair data)
      throws NoSuchDeviceException {
    return new Shadow(
        Objects.requireNonNull(watch.shadow()),
        setup.over(data.training().labels()).options(),
        data.training(),
        reference,
        ScoreReference.origin(device(), backend),
        folder);
  }

  /** Sums of all files that the training begins with: those of the data, and given weights. */
  private Map<String, String> inputs(Map<String, String> dataSha256) throws IOException {
    Map<String, String> inputs = new TreeMap<>(dataSha256);
    Path given = configuration.values().find(Options.WEIGHTS);
    String weights =
        from != null ? from.weightsSha256() : given == null ? null : InitialWeights.sha256(given);
    if (weights != null) {
      inputs.put(Environment.WEIGHTS, weights);
    }
    return inputs;
  }

  private void warn(String warning) {
    err.println("WARNING: " + warning);
  }
}
