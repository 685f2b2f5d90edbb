package io.tailrace.deploy;

import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What a pod of the JDK speaks TLS with: its certificate, and trust in everybody. */
final class PodContext {
    private PodContext() {}

    /**
     * @param store of {@link Issuing#keyStore}
     */
    static SSLContext of(Path store) throws Exception {
        char[] password = Issuing.PASSWORD.toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustAll()}, null);
        return context;
    }
}
