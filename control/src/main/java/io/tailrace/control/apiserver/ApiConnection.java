package io.tailrace.control.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.watch.AnswerReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the API server, by the client's transport: its connections, its TLS, its tokens.
 *
 * <p>Thread: any.
 */
final class ApiConnection implements AutoCloseable {
    private static final long LONGEST_ANSWER_S = 40;
    private static final int LONGEST_ERROR = 1 << 16;

    private final KubernetesClient client;
    private final HttpClient http;
    private final String root;

    ApiConnection(Config config) {
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.http = client.getHttpClient();
        String url = client.getMasterUrl().toString();
        this.root = url.endsWith("/") ? url : url + "/";
    }

    KubernetesClient client() {
        return client;
    }

    /**
     * Asks for something.
     *
     * @param query of a list or a watch
     * @return the body, as it comes
     * @throws RefusedException when the answer is an error
     */
    InputStream get(Resources what, String query) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> asked =
                http.sendAsync(
                        http.newHttpRequestBuilder().uri(root + what.path() + query).build(),
                        InputStream.class);
        HttpResponse<InputStream> answer;
        try {
            answer = asked.get(LONGEST_ANSWER_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new InterruptedIOException("no answer within " + LONGEST_ANSWER_S + " s");
        } catch (ExecutionException e) {
            throw new IOException(Causes.of(e), e);
        }
        if (!answer.isSuccessful()) {
            throw new RefusedException(answer.code(), reason(answer));
        }
        return answer.body();
    }

    private static String reason(HttpResponse<InputStream> answer) {
        String message = "";
        try (InputStream body = answer.body()) {
            message =
                    AnswerReader.readMessage(
                            new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The status code says enough.
            message = "";
        }
        return answer.code() + (message.isEmpty() ? "" : ", " + Quoted.sentence(message));
    }

    @Override
    public void close() {
        client.close();
    }
}
