package brigade.model;

import java.time.LocalDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.TableGenerator;

/** What an alarm transmission line reports. They come by the hundred, so their ids are allocated in blocks. */
@Entity
@Table(name = "line_signal")
@TableGenerator(name = "line_signal", table = "id_block", pkColumnName = "name", valueColumnName = "last_id",
        pkColumnValue = "line_signal", allocationSize = 1000)
public class Signal {
    @Id
    @GeneratedValue(strategy = GenerationType.TABLE, generator = "line_signal")
    private int id;
    private String line;
    private String code;
    @Column(name = "received_at")
    private LocalDateTime receivedAt;

    protected Signal() {
    }

    public Signal(String line, String code, LocalDateTime receivedAt) {
        this.line = line;
        this.code = code;
        this.receivedAt = receivedAt;
    }
}
