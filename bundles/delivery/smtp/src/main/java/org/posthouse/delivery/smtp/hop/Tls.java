package org.posthouse.delivery.smtp.hop;

/** Whether a connection is encrypted. */
public enum Tls {
    /** Never. */
    NONE,
    /** Where the other host offers it; in clear where that fails. */
    MAY,
    /** Not without it. */
    MUST
}
