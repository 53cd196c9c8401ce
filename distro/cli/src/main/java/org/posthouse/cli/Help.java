package org.posthouse.cli;

/** What is said while no server runs; a running one lists its own commands. */
final class Help {
    static final String TEXT = """
            usage: posthouse COMMAND [ARGUMENT …] [--home DIR]
              run      run the server in the foreground
              start    start it in the background
              stop     stop it
              status   say whether it runs, and what it serves
            Every command explains itself with --help. A running server has more of them:
            start it and ask for --help again.""";

    private Help() {}
}
