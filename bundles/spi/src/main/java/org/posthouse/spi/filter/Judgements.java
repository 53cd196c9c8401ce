package org.posthouse.spi.filter;

import java.util.List;

/** Judgements as builders make them. */
record Judgements(List<Opinion> opinions) implements Judgement {
    static final Judgement NONE = new Judgements(List.of());
}
