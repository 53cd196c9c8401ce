package org.posthouse.core.net;

/**
 * How many connections one door takes.
 *
 * @param connections in all
 * @param perAddress from one address
 * @param perUser of one user, at all doors of the same protocol together
 */
record DoorLimits(int connections, int perAddress, int perUser) {
    DoorLimits {
        if (connections < 1 || perAddress < 1 || perUser < 1) {
            throw new IllegalArgumentException("limits of a listener must be positive");
        }
    }
}
