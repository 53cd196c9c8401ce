package org.posthouse.core.pipeline;

/** Where in its coming a mail is judged. */
enum Stage {
    CONNECT("connect"),
    HELO("helo"),
    REVERSE_PATH("reversePath"),
    RECIPIENT("recipient"),
    MESSAGE("message");

    private final String method;

    Stage(String method) {
        this.method = method;
    }

    /** The filter's method, which is also the stage's name in the trace and in service properties. */
    String method() {
        return method;
    }
}
