package dev.pagurus.bench;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LongValue;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.connect.VMStartException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the SQL statements that a process runs and prepares between its marks, as a debugger sees
 * them: a breakpoint in sqlite-jdbc where every statement passes. So all sides are counted alike,
 * and none has anything in it for the purpose.
 */
final class Statements {

  /** What is counted. */
  static final List<String> KINDS = List.of("statements", "prepared");

  private static final String RUN = "org.sqlite.core.DB";
  private static final String PREPARE = "org.sqlite.core.NativeDB";

  private final VirtualMachine machine;
  private final Map<String, Map<String, Double>> counts = new LinkedHashMap<>();
  private long run;
  private long prepared;

  private Statements(VirtualMachine machine) {
    this.machine = machine;
    for (String name : List.of(RUN, PREPARE, CounterChild.class.getName())) {
      ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter(name);
      request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      request.enable();
    }
  }

  /**
   * Runs a process like this one and counts.
   *
   * @return for each course and kind how many there were for each unit
   */
  static Map<String, Map<String, Double>> count(Class<?> main, String... args) {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    set(arguments, "main", main.getName() + " " + String.join(" ", args));
    set(
        arguments,
        "options",
        "--enable-native-access=ALL-UNNAMED -cp \"" + System.getProperty("java.class.path") + '"');
    try {
      Statements statements = new Statements(connector.launch(arguments));
      statements.watch();
      return statements.counts;
    } catch (IOException | IllegalConnectorArgumentsException | VMStartException e) {
      throw new IllegalStateException("cannot run a process to be watched: " + e.getMessage(), e);
    } catch (InterruptedException | IncompatibleThreadStateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
    Connector.Argument argument = arguments.get(name);
    if (argument == null) {
      throw new IllegalStateException("this Java's debugger has no argument " + name);
    }
    argument.setValue(value);
  }

  private void watch() throws InterruptedException, IncompatibleThreadStateException {
    try {
      while (true) {
        EventSet events = machine.eventQueue().remove();
        for (Event event : events) {
          if (event instanceof ClassPrepareEvent loaded) {
            stopIn(loaded.referenceType());
          } else if (event instanceof BreakpointEvent reached) {
            count(reached);
          }
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      requireGoodEnd();
    }
  }

  private void requireGoodEnd() throws InterruptedException {
    int code = machine.process().waitFor();
    if (code != 0) {
      throw new IllegalStateException("the process that was watched ended with " + code);
    }
  }

  private void stopIn(ReferenceType type) {
    switch (type.name()) {
      case RUN -> stopAt(type, "execute", "(J[Ljava/lang/Object;)I", EventRequest.SUSPEND_NONE);
      case PREPARE ->
          stopAt(
              type,
              "prepare",
              "(Ljava/lang/String;)Lorg/sqlite/core/SafeStmtPtr;",
              EventRequest.SUSPEND_NONE);
      default ->
          stopAt(
              type,
              "mark",
              "(Ljava/lang/String;Ljava/lang/String;J)V",
              EventRequest.SUSPEND_EVENT_THREAD);
    }
  }

  private void stopAt(ReferenceType type, String name, String signature, int policy) {
    List<Method> methods = type.methodsByName(name, signature);
    if (methods.isEmpty()) {
      throw new IllegalStateException("no " + name + signature + " in " + type.name());
    }
    BreakpointRequest request =
        machine.eventRequestManager().createBreakpointRequest(methods.get(0).location());
    request.setSuspendPolicy(policy);
    request.enable();
  }

  private void count(BreakpointEvent reached) throws IncompatibleThreadStateException {
    switch (reached.location().declaringType().name()) {
      case RUN -> run++;
      case PREPARE -> prepared++;
      default -> mark(reached.thread());
    }
  }

  private void mark(ThreadReference thread) throws IncompatibleThreadStateException {
    List<Value> arguments = thread.frame(0).getArgumentValues();
    if (((StringReference) arguments.get(0)).value().equals("end")) {
      String course = ((StringReference) arguments.get(1)).value();
      double units = ((LongValue) arguments.get(2)).value();
      counts.put(course, Map.of("statements", run / units, "prepared", prepared / units));
    }
    run = 0;
    prepared = 0;
  }
}
