package io.tailrace.control.compile;

import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.core.route.PathType;
import io.tailrace.http.PathRules;
import io.tailrace.http.Paths;

/**
 * The paths of rules, brought into the form that request paths are matched in.
 *
 * <p>Thread: any (stateless).
 */
final class RulePaths {
    private static final String START = "start the path with /";

    private RulePaths() {}

    /** {@code ImplementationSpecific} is read as {@code Prefix}. */
    static PathType type(PathModel path) throws UnfitException {
        return switch (path.pathType()) {
            case "Exact" -> PathType.EXACT;
            case "Prefix", "ImplementationSpecific" -> PathType.PREFIX;
            case "" -> throw new UnfitException("pathType is missing", "write Prefix or Exact");
            default ->
                    throw new UnfitException(
                            "pathType " + Quoted.of(path.pathType()) + " is unknown",
                            "write Prefix or Exact");
        };
    }

    /** The normalised path; an absent one of {@code ImplementationSpecific} means all paths. */
    static String normalise(PathModel path, PathRules rules) throws UnfitException {
        String stated = path.path();
        if (stated.isEmpty() && path.pathType().equals("ImplementationSpecific")) {
            return "/";
        }
        if (!stated.startsWith("/")) {
            throw new UnfitException(
                    stated.isEmpty() ? "the path is missing" : "the path is not absolute", START);
        }
        try {
            return Paths.normaliseRulePath(stated, rules);
        } catch (IllegalArgumentException e) {
            throw new UnfitException(
                    String.valueOf(e.getMessage()), "write the path as requests are matched");
        }
    }
}
