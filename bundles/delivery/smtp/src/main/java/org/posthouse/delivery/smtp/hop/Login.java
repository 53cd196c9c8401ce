package org.posthouse.delivery.smtp.hop;

/** Who logs in at a relay host. */
public record Login(String user, String password) {
    public Login {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a login needs a user");
        }
    }

    @Override
    public String toString() {
        return user;
    }
}
