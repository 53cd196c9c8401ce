package org.posthouse.console.shell;

/**
 * What a look at the server has found.
 *
 * @param state ok, advice or problem
 * @param what a sentence
 * @param remedy what to do; empty where nothing is to be done
 */
record Finding(String area, String state, String what, String remedy) {
    static Finding ok(String area, String what) {
        return new Finding(area, "ok", what, "");
    }

    static Finding advice(String area, String what, String remedy) {
        return new Finding(area, "advice", what, remedy);
    }

    static Finding problem(String area, String what, String remedy) {
        return new Finding(area, "problem", what, remedy);
    }

    boolean isProblem() {
        return state.equals("problem");
    }
}
