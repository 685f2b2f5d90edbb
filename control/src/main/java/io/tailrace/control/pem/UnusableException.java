package io.tailrace.control.pem;

/**
 * What a Secret holds is of no use.
 *
 * <p>Thread: any.
 */
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Remark remark;

    private UnusableException(Remark remark) {
        super(remark.reason());
        this.remark = remark;
    }

    static UnusableException certificates(String reason, String remedy) {
        return new UnusableException(new Remark(Remark.Text.CERTIFICATES, reason, remedy));
    }

    static UnusableException key(String reason, String remedy) {
        return new UnusableException(new Remark(Remark.Text.PRIVATE_KEY, reason, remedy));
    }

    static UnusableException of(Remark.Text text, String reason, String remedy) {
        return new UnusableException(new Remark(text, reason, remedy));
    }

    public Remark remark() {
        return remark;
    }
}
