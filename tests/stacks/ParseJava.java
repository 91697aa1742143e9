import com.sun.source.util.JavacTask;
import java.io.File;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Parses the Java files in a folder, without their libraries, and prints their syntax errors. */
class ParseJava {
    public static void main(String[] arguments) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, null);
        File[] sources = new File(arguments[0]).listFiles();
        ((JavacTask) compiler.getTask(null, files, found, null, null, files.getJavaFileObjects(sources))).parse();
        for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
            System.out.println(each.getSource().getName() + ":" + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT));
        }
    }
}
