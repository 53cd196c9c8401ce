package org.posthouse.api.mail;

/** Names an account for ever: never given to another, not changed by renaming. Letters, digits and {@code -} only: it may name a folder. */
public record AccountId(String value) {
    public AccountId {
        if (value.isEmpty() || value.length() > 64 || !value.chars().allMatch(AccountId::allowed)) {
            throw new IllegalArgumentException("no account id: " + value.length() + " characters");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
