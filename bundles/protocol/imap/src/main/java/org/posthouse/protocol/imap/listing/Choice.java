package org.posthouse.protocol.imap.listing;

import java.util.NavigableSet;
import java.util.Optional;

/** Which of the names there are at one moment are told, and with what. */
interface Choice {
    /** All names that may be told. */
    NavigableSet<String> names();

    /** What is told of one of them, if anything. */
    Optional<Listed> find(String name);
}
