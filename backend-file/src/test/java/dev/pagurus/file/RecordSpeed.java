package dev.pagurus.file;

import dev.pagurus.document.Body;
import dev.pagurus.spi.StoredDocument;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Prints what one call costs in processor time of its thread, so that other work on the machine
 * matters less; for people who change the codec.
 */
final class RecordSpeed {

  private static final int CALLS = 20_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final String JSON =
      """
      {"alternatenames":"Asker,Askerr,aseukeo,asquere","country":"NO","id":3162656,
       "location":{"lat":59.83425,"lon":10.43721},"name":"Asker","population":94441,
       "timezone":"Europe/Oslo","tags":["seat","populated","coast"],"capital":false,
       "note":"First line of a note.\\nSecond line of it, somewhat longer.\\n",
       "admin":{"one":"61","two":"3203","modified":"2024-11-05"},
       "first":"some text of a usual length","second":"another text of a usual length"}
      """;

  private RecordSpeed() {}

  private interface Call {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    StoredDocument document = RecordBodies.document(Body.parse(JSON));
    for (RecordFormat format : new RecordFormat[] {RecordFormat.TOML, RecordFormat.JSON}) {
      byte[] text = format.write("NO", document, null);
      byte[] edited = RecordBodies.edit(text, "94441", "94442");
      byte[] before =
          format == RecordFormat.TOML ? RecordBodies.edit(text, "\nname", "\n# c\nname") : text;
      System.out.printf("%s, %d bytes%n", format.extension(), text.length);
      for (int round = 0; round < 6; round++) {
        System.out.printf(
            "  write %5.1f us  read %5.1f us  head %4.1f us  read edited %6.1f us  merge %6.1f us%n",
            time(1, () -> format.write("NO", document, null)),
            time(1, () -> format.read(text)),
            time(1, () -> format.head(text)),
            time(10, () -> format.read(edited)),
            time(10, () -> format.write("NO", document, before)));
      }
    }
  }

  private static double time(int fewer, Call call) throws Exception {
    int calls = CALLS / fewer;
    long start = THREADS.getCurrentThreadCpuTime();
    int hash = 0;
    for (int i = 0; i < calls; i++) {
      hash += System.identityHashCode(call.run());
    }
    double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / calls;
    return hash == 42 ? 0 : micros;
  }
}
