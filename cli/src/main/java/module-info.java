/** The {@code pagurus} command. */
module dev.pagurus.cli {
  requires dev.pagurus;
  requires dev.pagurus.migrator;
  requires dev.pagurus.tck;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires org.jline.terminal;
  requires org.jspecify;

  provides java.lang.System.LoggerFinder with
      dev.pagurus.cli.console.Loggers;

  opens dev.pagurus.cli to
      info.picocli;
}
